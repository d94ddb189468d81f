// SPDX-License-Identifier: Apache-2.0

import Accounts
import Console
import Inbox
import MessageDelivery
import Messages
import NameDirectory

/// An answer to a message, which goes to the sender of that message.
struct Answer {
  /// The answer as it is stored: the key of an action that the message offers, or the words.
  let words: String

  /// Whether the sender waits for an answer.
  let isAwaited: Bool

  private let request: DeliveryRequest
  private let context: CommandContext

  /// Prepares an answer.
  ///
  /// - Throws: ``CommandFailure`` when the sender of the message is not known.
  init(to record: InboxRecord, text: String, from context: CommandContext) throws {
    let (delivery, message) = (record.delivery, record.delivery.message)
    guard delivery.origin.isProven else {
      throw CommandFailure(
        "message \(record.number) is from the network (\(delivery.origin)): "
          + "nothing proves who sent it, so it cannot be answered", .unavailable)
    }
    guard let account = context.accounts.account(userID: delivery.sender) else {
      throw CommandFailure(
        "the sender of message \(record.number) was uid \(delivery.sender), which has no account now",
        .noSuchName)
    }
    let action = message.attributes.actions.first {
      [$0.key, $0.label].contains { $0.lowercased() == text.lowercased() }
    }
    words = action?.key ?? text
    isAwaited = message.attributes.receipt.contains(.answered)
    self.context = context
    var request = DeliveryRequest(
      to: [.name(try MessageName(account.name))], text: action?.label ?? text,
      accountName: context.account.name)
    request.attributes.title = "Re: " + Answer.subject(of: message)
    self.request = request
  }

  /// Sends the answer as a message.
  func send() -> [DeliveryOutcome] {
    context.sender.send(request)
  }

  /// The subject of the message on one line, without the `Re:` of earlier answers.
  private static func subject(of message: Message) -> String {
    let whole = message.attributes.title ?? RecordFormat.beginning(of: message)
    var line = MessageText.displayedOnOneLine(whole, limit: 80)
    while line.lowercased().hasPrefix("re: ") { line = String(line.dropFirst(4)) }
    return line
  }
}
