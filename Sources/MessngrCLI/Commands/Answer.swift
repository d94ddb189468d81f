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
    guard delivery.origin.isVerified else {
      throw CommandFailure(
        "message \(record.number) is from the network (\(delivery.origin)): "
          + "nothing proves who sent it, so it cannot be answered", .unavailable)
    }
    let recipient = try Answer.recipient(of: record, context)
    let action = message.attributes.actions.first {
      [$0.key, $0.label].contains { $0.lowercased() == text.lowercased() }
    }
    words = action?.key ?? text
    isAwaited = message.attributes.receipt.contains(.answered)
    self.context = context
    var request = DeliveryRequest(
      to: [recipient], text: action?.label ?? text,
      accountName: context.account.name)
    request.attributes.title = "Re: " + Answer.subject(of: message)
    self.request = request
  }

  /// To whom the answer goes: a user of this machine, or of the realm.
  private static func recipient(
    of record: InboxRecord, _ context: CommandContext
  ) throws -> Recipient {
    let delivery = record.delivery
    if case .realm(let address) = delivery.origin {
      guard case .realm(_, let realm)? = try? Recipient(delivery.message.to),
        let user = address.split(separator: "@").first
      else {
        throw CommandFailure(
          "message \(record.number) does not say to which realm it came", .unavailable)
      }
      return .realm(name: String(user), realm: realm)
    }
    guard let account = context.accounts.account(userID: delivery.sender) else {
      throw CommandFailure(
        "the sender of message \(record.number) was uid \(delivery.sender), which has no account now",
        .noSuchName)
    }
    return .name(try MessageName(account.name))
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
