// SPDX-License-Identifier: Apache-2.0

import Fleet
import Messages
import Realm
import Wire

/// A message of the stream, as an agent of this machine gets it.
struct IncomingMessage: Equatable, Sendable {
  /// The identifier that its sender has given it.
  let id: MessageID

  /// The machine from which it comes.
  let host: String

  /// What goes into the agent's mailslot.
  let body: [UInt8]

  /// Reads a message; `nil` for bytes that are none.
  ///
  /// The machine and the user in the subject are proven; what the message says about its way is not.
  init?(_ message: StreamMessage) {
    let subject = message.subject
    guard
      let body = try? MailslotBody(
        decoding: message.payload, { String(decoding: $0, as: UTF8.self) }),
      let id = body.message.attributes.id, !body.message.attributes.isReport,
      !body.message.attributes.isProbe
    else { return nil }
    self.id = id
    host = subject.host
    var known = body.message
    known.attributes.origin = .realm(address: subject.address)
    known.attributes.receipt = []
    known.attributes.addressee = nil
    guard let bytes = try? MailslotBody.encode(known, rawText: body.rawText) else { return nil }
    self.body = bytes
  }

  /// The identifier of a message that this machine has sent; `nil` for bytes that are none.
  static func identifier(of message: StreamMessage) -> MessageID? {
    (try? MailslotBody(decoding: message.payload) { _ in "" })?.message.attributes.id
  }

  /// When its sender has sent it, as the sender says.
  static func sendingTime(of message: StreamMessage) -> UnixTime? {
    (try? MailslotBody(decoding: message.payload) { _ in "" })?.message.attributes.sent
  }
}
