// SPDX-License-Identifier: Apache-2.0

import Inbox
import Messages

extension Presenter {
  /// The most changes kept while the inbox cannot be written; beyond that the oldest are forgotten.
  private static let maximumOwedCount = 1000

  /// Notes a state of messages.
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

  /// Notes a change and tells the senders that wait for it.
  func mark(_ change: StateChange) async throws {
    do {
      let outcomes = try await inbox.run { inbox in
        try inbox.mark(
          change.messages.map(\.number), as: change.state, at: change.time, answer: change.answer)
      }
      for (message, outcome) in zip(change.messages, outcomes) where outcome.isChanged {
        desk.tell(message.id, change.state, answer: change.answer)
      }
      // Somebody was faster, and has read it or taken it back while it was drawn.
      if change.state == .shown, !outcomes.allSatisfy(\.isChanged) { await lookForChanges() }
    } catch {
      owed = owed.suffix(Presenter.maximumOwedCount - 1) + [change]
      throw error
    }
  }

  /// Takes the popup of a message off the screen whose place a held one has taken.
  func takeOff(_ id: MessageID) async throws {
    let state = try await inbox.run { inbox in try inbox.message(id: id)?.state }
    // Whoever has not sent a message cannot replace it, and its sender is not told that he did.
    guard state == .retracted else { return }
    if let popup = book.popup(of: id) {
      _ = book.remove(popup)
      folding.close(id)
      await display.close(popup)
    }
    desk.tell(id, .retracted)
  }
}
