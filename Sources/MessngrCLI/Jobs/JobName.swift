// SPDX-License-Identifier: Apache-2.0

/// The name of a job, which is the same in each run.
struct JobName: Equatable, Sendable {
  /// The name as users see it.
  let text: String

  /// The longest name, in bytes; even if each is encoded, a file can have that name.
  static let maximumByteCount = 64

  /// Creates a name; `nil` when it is empty or too long.
  init?(_ text: String) {
    guard (1...JobName.maximumByteCount).contains(text.utf8.count) else { return nil }
    self.text = text
  }

  /// The name of a command, without its directories.
  init(command: String) {
    let last = command.split(separator: "/").last ?? ""
    var text = ""
    for character in last {
      guard text.utf8.count + character.utf8.count <= JobName.maximumByteCount else { break }
      text.append(character)
    }
    self.text = text.isEmpty ? "command" : text
  }

  /// The name of the job's file: other bytes than letters, digits, `_` and `-` are `%` and two digits.
  var fileName: String {
    text.utf8.map { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"):
        String(Unicode.Scalar(byte))
      default: (byte < 16 ? "%0" : "%") + String(byte, radix: 16)
      }
    }.joined()
  }
}
