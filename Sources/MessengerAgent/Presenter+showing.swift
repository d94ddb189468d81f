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
      if record.delivery.message.attributes.retracts != nil {
        try await takeOff(record)
      } else if decision == .hold {
        held.append(record.number)
        if let old = record.delivery.message.attributes.replaces { try await takeOff(old) }
      } else {
        byID[record.delivery.id] = record
        if decision == .showWithoutText { hidden.insert(record.delivery.id) }
        shown.append(UnshownMessage(record.delivery))
      }
    }
    try await hold(held)
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
        sender: rendering.sender(last.delivery), count: count,
        urgency: max(urgency, behind[burst]?.urgency ?? .low))
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
  private func draw(
    _ record: InboxRecord, inPlaceOf old: MessageID?, note: String? = nil
  ) async throws -> PopupID? {
    let delivery = record.delivery
    var popup = rendering.popup(
      record, arrival: clock.lateness(of: delivery.arrival),
      hidesText: hidden.contains(delivery.id))
    if let note { popup.summary += note }
    popup.replaces = old.flatMap { book.popup(of: $0) }
    return try await draw(popup)
  }

  /// Puts a popup on the display.
  ///
  /// - Returns: The popup; `nil` where it cannot be spoken of later, or was refused for good.
  private func draw(_ popup: Popup) async throws -> PopupID? {
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
      if drawn.count >= PopupBook.capacity { drawn = [:] }
      drawn[burst] = .now
    }
  }

  // MARK: Held messages

  private func hold(_ numbers: [Int64]) async throws {
    guard !numbers.isEmpty else { return }
    try await inbox.run { inbox in try inbox.hold(numbers) }
  }

  /// Brings back what was held and may interrupt now: a few as they are, many as one popup.
  func bringBack(_ circumstances: Circumstances, _ configuration: AgentConfiguration) async throws {
    var back: [(number: Int64, id: MessageID, sender: String)] = []
    var last: Int64 = 0
    while true {
      let after = last
      let now = circumstances.now
      let page = try await inbox.run { inbox in
        try inbox.held(after: after, limit: 250, now: now)
      }
      guard let end = page.last else { break }
      last = end.number
      back += page.filter { $0.interruption(in: circumstances, configuration) != .hold }
        .map { ($0.number, $0.delivery.id, rendering.sender($0.delivery)) }
    }
    guard back.count > MessageDigest.threshold else {
      let numbers = back.map(\.number)
      try await inbox.run { inbox in try inbox.release(numbers) }
      return
    }
    try await show(MessageDigest(back.map(\.sender)))
    try await mark(
      StateChange(messages: back.map { ($0.number, $0.id) }, state: .shown, time: clock.now()))
  }

  private func show(_ digest: MessageDigest) async throws {
    guard await display.isPresent else { throw DisplayError.absent("nothing shows messages now") }
    if let id = try await draw(rendering.popup(digest)) { book.note(id, shows: .digest) }
  }

  /// Shows the texts that were hidden while the screen was locked.
  func unhide() async throws {
    for id in hidden {
      if book.popup(of: id) != nil {
        let record = try await inbox.run { inbox in try inbox.message(id: id) }
        hidden.remove(id)
        if let record, record.isUnread, let popup = try await draw(record, inPlaceOf: id) {
          book.note(popup, repeats: [], of: id)
        }
      }
      hidden.remove(id)
    }
  }

  // MARK: States

  /// Notes a state of messages and tells the senders that wait for it.
  func mark(
    _ records: [InboxRecord], as state: MessageState, answer: String? = nil
  ) async throws {
    try await mark(
      StateChange(
        messages: records.map { ($0.number, $0.delivery.id) }, state: state, time: clock.now(),
        answer: answer))
  }

  /// Notes what could not be noted before.
  ///
  /// Nothing is shown until then: it would be shown again and again.
  func settle() async throws {
    while !owed.isEmpty { try await mark(owed.removeFirst()) }
  }

  private func mark(_ change: StateChange) async throws {
    do {
      let outcomes = try await inbox.run { inbox in
        try inbox.mark(
          change.messages.map(\.number), as: change.state, at: change.time, answer: change.answer)
      }
      for (message, outcome) in zip(change.messages, outcomes) where outcome.isChanged {
        desk.tell(message.id, change.state, answer: change.answer)
      }
    } catch {
      owed.append(change)
      throw error
    }
  }

  /// Takes the popup of a retracted message off the screen.
  private func takeOff(_ record: InboxRecord) async throws {
    // Whoever has not sent a message cannot take it back, and its sender is not told that he did.
    if let id = record.delivery.message.attributes.retracts { try await takeOff(id) }
    try await mark([record], as: .shown)
  }

  private func takeOff(_ id: MessageID) async throws {
    guard try await isRetracted(id) else { return }
    if let popup = book.popup(of: id) {
      _ = book.remove(popup)
      folding.close(id)
      await display.close(popup)
    }
    desk.tell(id, .retracted)
  }

  private func isRetracted(_ id: MessageID) async throws -> Bool {
    try await inbox.run { inbox in try inbox.message(id: id)?.state }
      == .retracted
  }
}
