// SPDX-License-Identifier: Apache-2.0

import Messages

/// What the user did with a popup, before the inbox has said which of its messages allow that.
struct UserAct: Equatable {
  /// Which messages the act changes: a popup daemon may send any event.
  enum Offer: Equatable {
    /// All messages of the popup.
    case always

    /// The messages that offer the action with this key.
    case action(key: String)

    /// The messages whose sender asks for an answer.
    case reply
  }

  /// The messages that the popup showed.
  let messages: [MessageID]

  /// The state that the act leads to.
  let state: MessageState

  /// The time of the act.
  let time: UnixTime

  /// The key of the chosen action, or the user's words.
  var answer: String?

  /// Which of the messages change.
  var offer = Offer.always

  /// The change of state, for the messages that allow it; `nil` when none does.
  func change(of messages: [StoredMessage]) -> StateChange? {
    let changed = messages.filter { allows($0.delivery.message.attributes) }
    guard !changed.isEmpty else { return nil }
    return StateChange(messages: changed.map(\.key), state: state, time: time, answer: answer)
  }

  private func allows(_ attributes: MessageAttributes) -> Bool {
    switch offer {
    case .always: true
    case .action(let key): attributes.actions.contains { $0.key == key }
    case .reply: attributes.receipt.contains(.answered)
    }
  }
}
