// SPDX-License-Identifier: Apache-2.0

import Messages
import TestSupport

extension Message {
  /// A message with every attribute.
  static var saysEverything: Message {
    var attributes = MessageAttributes()
    attributes.id = MessageID("00112233445566778899aabbccddeeff")
    attributes.urgency = .critical
    attributes.title = "Störung"
    attributes.icon = "drive-harddisk"
    attributes.category = "device.error"
    attributes.expires = 3600
    attributes.replaces = MessageID("0123456789abcdef0123456789abcdef")
    attributes.retracts = MessageID("fedcba9876543210fedcba9876543210")
    attributes.actions = ["ok=Alles gut", "later=Später"].compactMap { MessageAction($0) }
    attributes.receipt = [.stored, .shown, .read]
    attributes.origin = .session(address: "192.0.2.10")
    return Message(from: "alice", to: "ops", text: "RAID degraded", attributes: attributes)
  }

  /// A message with a title.
  static func titled(_ title: String) -> Message {
    var attributes = MessageAttributes()
    attributes.title = title
    return Message(from: "a", to: "b", text: "t", attributes: attributes)
  }
}

extension SplitMix64 {
  /// A message that can be written; its text has LF for every line end, as one that was read.
  mutating func message() -> Message {
    var attributes = MessageAttributes()
    if Bool.random(using: &self) { attributes.id = MessageID(using: &self) }
    attributes.urgency = .allCases.randomElement(using: &self) ?? .normal
    attributes.title = someString()
    attributes.icon = someString()
    attributes.category = someString()
    if Bool.random(using: &self) { attributes.expires = .random(in: 0 ... .max, using: &self) }
    if Bool.random(using: &self) { attributes.replaces = MessageID(using: &self) }
    if Bool.random(using: &self) { attributes.retracts = MessageID(using: &self) }
    attributes.actions = (0..<Int.random(in: 0...8, using: &self)).compactMap { _ in
      MessageAction(
        key: string(upTo: 5, without: Self.noKey), label: string(upTo: 20, without: ["\0"]))
    }
    for state in MessageState.allCases where Bool.random(using: &self) {
      attributes.receipt.insert(state)
    }
    if Bool.random(using: &self) { attributes.origin = .datagram(address: "fe80::1%eth0") }
    return Message(
      from: string(upTo: 20, without: ["\0"]), to: string(upTo: 20, without: ["\0"]),
      text: "." + MessageText.normalised(string(upTo: 100, without: ["\0"])),
      attributes: attributes)
  }

  private static let noKey = Set(
    (0x00...0x1F).map { Unicode.Scalar(UInt8($0)) } + ["=", "\u{7F}"])

  private mutating func someString() -> String? {
    let string = string(upTo: 30, without: ["\0"])
    return string.isEmpty ? nil : string
  }
}
