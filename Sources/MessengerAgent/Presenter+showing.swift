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
      } else {
        byID[record.delivery.id] = record
        if decision == .showWithoutText { hidden.insert(record.delivery.id) }
        shown.append(UnshownMessage(record.delivery))
      }
    }
    try await hold(held)
    for plan in folding.fold(shown, at: .now) {
      try await carryOut(plan, plan.messages.compactMap { byID[$0] })
    }
    try await showSummaries(now: false)
  }

  private func carryOut(_ plan: PopupPlan, _ records: [InboxRecord]) async throws {
    switch plan {
    case .single(let id, _, let old):
      guard let record = records.last else { return }
      try await show(record, inPlaceOf: old ?? (hidden.contains(id) ? id : nil))
      try await mark(records, as: .shown)
    case .repeated(let first, _, let count):
      try await showAgain(records, on: first, count: count)
      try await mark(records, as: .shown)
    case .summary(let burst, _, let count, let urgency):
      guard let last = records.last else { return }
      // A burst is counted first and drawn when there is time: drawing is the slow part.
      behind[burst] = BurstSummary(
        sender: rendering.sender(last.delivery), count: count,
        urgency: max(urgency, behind[burst]?.urgency ?? .low))
      try await mark(records, as: .shown)
    }
  }

  private func show(
    _ record: InboxRecord, inPlaceOf old: MessageID?, note: String? = nil
  ) async throws {
    let delivery = record.delivery
    var popup = rendering.popup(
      record, arrival: clock.lateness(of: delivery.arrival),
      hidesText: hidden.contains(delivery.id))
    if let note { popup.summary += note }
    popup.replaces = old.flatMap { book.popup(of: $0) }
    do {
      guard let id = try await draw(popup) else { return }
      book.note(id, shows: .message(delivery.id, number: record.number))
      await handleEarlyEvents(of: id)
    } catch {
      folding.close(delivery.id)
      throw error
    }
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

  private func showAgain(_ records: [InboxRecord], on first: MessageID, count: Int) async throws {
    guard let last = records.last else { return }
    if hidden.contains(first) { hidden.insert(last.delivery.id) }
    try await show(last, inPlaceOf: first, note: count > 1 ? " (\(count)×)" : nil)
    // The popup goes on standing for the message that began it.
    if let popup = book.popup(of: last.delivery.id), last.delivery.id != first {
      let number = try await number(of: first) ?? last.number
      book.note(popup, shows: .message(first, number: number))
    }
  }

  private func number(of id: MessageID) async throws -> Int64? {
    try await inbox.run { inbox in try inbox.message(id: id)?.number }
  }

  /// Draws the popups of bursts that are behind, if it is time.
  func showSummaries(now isDue: Bool) async throws {
    guard !behind.isEmpty,
      isDue || lastSummary.map({ $0.duration(to: .now) > Presenter.summaryInterval }) ?? true
    else { return }
    for (burst, summary) in behind {
      var popup = rendering.popup(summary)
      popup.replaces = book.popup(of: burst)
      if let id = try await draw(popup) { book.note(id, shows: .burst(burst)) }
      behind[burst] = nil
    }
    lastSummary = .now
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
    try await mark(back.map { ($0.number, $0.id) }, as: .shown)
  }

  private func show(_ digest: MessageDigest) async throws {
    guard await display.isPresent else { throw DisplayError.absent("nothing shows messages now") }
    if let id = try await draw(rendering.popup(digest)) { book.note(id, shows: .digest) }
  }

  /// Shows the texts that were hidden while the screen was locked.
  func unhide() async throws {
    let ids = hidden
    hidden = []
    for id in ids {
      guard book.popup(of: id) != nil else { continue }
      let record = try await inbox.run { inbox in try inbox.message(id: id) }
      if let record, record.isUnread { try await show(record, inPlaceOf: id) }
    }
  }

  // MARK: States

  /// Notes a state of messages and tells the senders that wait for it.
  func mark(
    _ records: [InboxRecord], as state: MessageState, answer: String? = nil
  ) async throws {
    try await mark(records.map { ($0.number, $0.delivery.id) }, as: state, answer: answer)
  }

  private func mark(
    _ messages: [(number: Int64, id: MessageID)], as state: MessageState, answer: String? = nil
  ) async throws {
    let numbers = messages.map(\.number)
    let now = clock.now()
    let outcomes = try await inbox.run { inbox in
      try inbox.mark(numbers, as: state, at: now, answer: answer)
    }
    for (message, outcome) in zip(messages, outcomes) where outcome.isChanged {
      desk.tell(message.id, state, answer: answer)
    }
  }

  /// Takes the popup of a retracted message off the screen.
  private func takeOff(_ record: InboxRecord) async throws {
    if let id = record.delivery.message.attributes.retracts {
      if let popup = book.popup(of: id), try await isRetracted(id) {
        _ = book.remove(popup)
        folding.close(id)
        await display.close(popup)
      }
      desk.tell(id, .retracted)
    }
    try await mark([record], as: .shown)
  }

  private func isRetracted(_ id: MessageID) async throws -> Bool {
    try await inbox.run { inbox in try inbox.message(id: id)?.state }
      == .retracted
  }
}
