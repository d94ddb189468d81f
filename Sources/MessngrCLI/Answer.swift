// SPDX-License-Identifier: Apache-2.0

import Accounts
import Console
import Inbox
import Messages
import Sending

/// The answer to a message, and the way to the one who has sent it.
struct Answer {
  /// What is noted as the answer: the key of an action that the message offers, or the words.
  let words: String

  /// Whether the sender said that he waits for an answer.
  let isAwaited: Bool

  private let request: SendRequest
  private let text: String
  private let context: CommandContext

  /// Prepares an answer.
  ///
  /// - Throws: ``CommandFailure`` when nobody knows who has sent the message.
  init(to record: InboxRecord, text: String, from context: CommandContext) throws {
    let (delivery, message) = (record.delivery, record.delivery.message)
    guard delivery.origin.isProven else {
      throw CommandFailure(
        "message \(record.number) is from the network (\(delivery.origin)): "
          + "nothing proves who has sent it", .unavailable)
    }
    guard let account = context.accounts.account(userID: delivery.sender) else {
      throw CommandFailure(
        "the sender of message \(record.number) was uid \(delivery.sender), who is gone",
        .noSuchName)
    }
    let action = message.attributes.actions.first {
      [$0.key, $0.label].contains { $0.lowercased() == text.lowercased() }
    }
    words = action?.key ?? text
    isAwaited = message.attributes.receipt.contains(.answered)
    self.text = action?.label ?? text
    self.context = context
    var request = SendRequest()
    request.recipients = [.name(try MessageName(account.name))]
    request.attributes.title = "Re: " + Answer.subject(of: message)
    self.request = request
  }

  /// Sends the answer as a message.
  func send() -> [SendOutcome] {
    context.sender.send(request, text: text, from: context.account.name)
  }

  /// What the message was about, on one line, without what earlier answers have put before it.
  private static func subject(of message: Message) -> String {
    let whole = message.attributes.title ?? RecordFormat.beginning(of: message)
    var line = MessageText.displayedOnOneLine(whole, limit: 80)
    while line.lowercased().hasPrefix("re: ") { line = String(line.dropFirst(4)) }
    return line
  }
}

extension CommandContext {
  /// What sends messages from here.
  var sender: Sender {
    Sender(paths: paths, finder: finder)
  }

  /// What finds those to whom messages are sent.
  var finder: RecipientFinder {
    RecipientFinder(paths: paths, accounts: accounts, hostName: hostName)
  }
}
