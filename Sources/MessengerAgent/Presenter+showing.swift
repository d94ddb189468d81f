// SPDX-License-Identifier: Apache-2.0

import Inbox
import Logging
import Messages

extension Presenter {
  /// How often the popup of a burst is brought up to date while more is coming.
  private static let summaryInterval = Duration.milliseconds(500)

  /// Shows a page of messages, holds what may not interrupt, and notes all of it.
  func present(_ page: [InboxRecord]) async throws {
    let configuration = settings.configuration
    let circumstances = circumstances
    var byID: [MessageID: InboxRecord] = [:]
    var held: [Int64] = []
    var shown: [UnshownMessage] = []
    for record in page {
      let decision = record.interruption(in: circumstances, configuration)
      if decision == .hold {
        held.append(record.number)
        if let old = record.delivery.message.attributes.replaces { try await takeOff(old) }
      } else {
        byID[record.delivery.id] = record
        if decision == .showWithoutText { hidden.insert(record.delivery.id) }
        shown.append(UnshownMessage(record.delivery))
      }
    }
    try await hold(held, circumstances)
    var plans = folding.fold(shown, at: .now)[...]
    do {
      while let plan = plans.first {
        // The agent is to stop, and what it has not shown is for the next one.
        try checkShutdown()
        let records = plan.messages.compactMap { byID[$0] }
        try await carryOut(plan, records)
        plans.removeFirst()
        try await mark(records, as: .shown)
      }
    } catch {
      for plan in plans { takeBack(plan) }
      throw error
    }
    try await showSummaries(now: false)
  }

  private func carryOut(_ plan: PopupPlan, _ records: [InboxRecord]) async throws {
    guard let last = records.last else { return }
    switch plan {
    case .single(let id, _, let old):
      guard let popup = try await draw(last, inPlaceOf: old ?? (hidden.contains(id) ? id : nil))
      else { return folding.close(id) }
      book.note(popup, shows: .message(id))
      await handleEarlyEvents(of: popup)
    case .repeated(let first, let added, let count):
      if hidden.contains(first) { hidden.insert(last.delivery.id) }
      let note = count > 1 ? " (\(count)×)" : nil
      guard let popup = try await draw(last, inPlaceOf: first, note: note) else {
        return folding.close(first)
      }
      book.note(popup, repeats: added, of: first)
      await handleEarlyEvents(of: popup)
    case .summary(let burst, _, let count, let urgency):
      // A burst is counted first and drawn when there is time: drawing is the slow part.
      behind[burst] = BurstSummary(
        sender: burst == .usersWithoutAccount
          ? "users without an account" : rendering.sender(last.delivery), count: count,
        urgency: max(urgency, behind[burst]?.urgency ?? .low))
      // The popup of a burst shows no text that could be hidden.
      hidden.subtract(plan.messages)
      // But nobody has been shown a message whose burst has no popup yet.
      if book.popup(of: burst) == nil { try await showSummaries(now: false) }
    }
  }

  private func takeBack(_ plan: PopupPlan) {
    folding.takeBack(plan)
    if case .summary(let burst, _, _, _) = plan, book.popup(of: burst) == nil {
      behind[burst] = nil
    }
  }

  /// Draws the popup of a message.
  func draw(
    _ record: InboxRecord, inPlaceOf old: MessageID?, note: String? = nil
  ) async throws -> PopupID? {
    let delivery = record.delivery
    var popup = rendering.popup(
      record, arrival: clock.lateness(of: delivery.arrival),
      hidesText: hidden.contains(delivery.id))
    if let note { popup.summary += note }
    popup.replaces = old.flatMap { book.popup(of: $0) }
    do {
      let shown = try await draw(popup.simplified(after: failures[delivery.id, default: 0]))
      failures[delivery.id] = nil
      return shown
    } catch let error as DisplayError {
      // In the same form it could bring down each display that comes.
      if case .failed = error { noteFailure(of: delivery.id) }
      throw error
    }
  }

  private func noteFailure(of id: MessageID) {
    if failures.count >= PopupTable.capacity { failures = [:] }
    failures[id, default: 0] += 1
  }

  /// Puts a popup on the display.
  ///
  /// - Returns: The popup; `nil` where it cannot be spoken of later, or was refused for good.
  func draw(_ popup: Popup) async throws -> PopupID? {
    do {
      return try await display.show(popup)
    } catch DisplayError.refused(let reason) {
      log.error("popup refused", metadata: ["summary": "\(popup.summary)", "why": "\(reason)"])
      return nil
    }
  }

  /// Draws the popups of bursts that are behind, if it is time.
  func showSummaries(now isDue: Bool) async throws {
    for (burst, summary) in behind {
      let last = drawn[burst]
      guard isDue || last.map({ $0.duration(to: .now) > Presenter.summaryInterval }) ?? true else {
        continue
      }
      var popup = rendering.popup(summary)
      popup.replaces = book.popup(of: burst)
      let id = try await draw(popup)
      if let id { book.note(id, shows: .burst(burst)) } else { folding.closeSummary(of: burst) }
      if behind[burst] == summary { behind[burst] = nil }
      if drawn.count >= PopupTable.capacity { drawn = [:] }
      drawn[burst] = .now
    }
  }
}
