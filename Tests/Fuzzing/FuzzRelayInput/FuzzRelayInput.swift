// SPDX-License-Identifier: Apache-2.0

import Fleet
import Fuzzing
import Messages
import Realm

@testable import MessengerRelay

/// What a relay reads from other machines: the subject, a line feed, and the bytes.
@main enum FuzzRelayInput: FuzzTarget {
  static func run(_ bytes: [UInt8]) {
    guard let realm = DomainLabel("lab") else { return }
    let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
    let payload = Array(bytes[end...].dropFirst())
    let text = String(decoding: bytes[..<end], as: UTF8.self)
    if let subject = FleetSubject(decoding: text, in: realm) {
      precondition(
        FleetSubject(decoding: subject.text(in: realm), in: realm) == subject,
        "one subject has two spellings")
      read(StreamMessage(sequence: 1, subject: subject, payload: payload))
    }
    let report = StateReport(String(decoding: payload, as: UTF8.self))
    let written = report.description
    precondition(
      StateReport(written).description == written, "what was written is not what is read")
  }

  private static func read(_ message: StreamMessage) {
    guard let incoming = IncomingMessage(message) else { return }
    // An agent believes the relay, so the origin must be that of the subject.
    let body = try? MailslotBody(decoding: incoming.body) { _ in "" }
    guard let attributes = body?.message.attributes else { return }
    precondition(
      attributes.origin == .realm(address: message.subject.address) && attributes.id == incoming.id
        && !attributes.isReport && !attributes.isProbe && attributes.addressee == nil,
      "the message says more than its machine may")
  }
}
