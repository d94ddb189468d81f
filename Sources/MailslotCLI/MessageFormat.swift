// SPDX-License-Identifier: Apache-2.0

import Console
public import Mailslots

/// The form in which `mailslot read` prints a message.
public enum MessageFormat: Equatable, Sendable {
  /// The bytes, and a new line unless they end in one.
  case text

  /// The bytes, and a NUL.
  case endingInNUL

  /// Two digits a byte, and a new line.
  case hexadecimal

  /// An object and a new line.
  case json

  /// The bytes to print for a message.
  public func encode(_ message: MailslotMessage) -> [UInt8] {
    switch self {
    case .text: message.bytes.last == UInt8(ascii: "\n") ? message.bytes : message.bytes + [0x0A]
    case .endingInNUL: message.bytes + [0]
    case .hexadecimal: Array(Hexadecimal.encode(message.bytes).utf8) + [0x0A]
    case .json: Array(MessageFormat.object(message).utf8) + [0x0A]
    }
  }

  private static func object(_ message: MailslotMessage) -> String {
    var object = JSONLine()
    if let text = String(validating: message.bytes, as: UTF8.self) {
      object.add("text", text)
    } else {
      object.add("hex", Hexadecimal.encode(message.bytes))
    }
    object.add("size", message.bytes.count)
    object.add("uid", message.credentials.userID)
    object.add("gid", message.credentials.groupID)
    object.add("pid", message.credentials.processID)
    return object.text
  }
}
