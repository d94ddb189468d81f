// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Messages
import NameDirectory

/// A job: a command that runs again and again, whose failure and recovery belong together.
///
/// Without a name, a job is its whole command line, the directory in which it runs, and its recipients.
/// So the success of one command never reports the recovery of another.
struct Job: Equatable, Sendable {
  /// The job as users see it, on one line: its name, or the beginning of the command line.
  let title: String

  /// The name of the job's file.
  let fileName: String

  /// The longest name, in bytes; even if each is encoded, a file can have that name.
  static let maximumNameByteCount = 64

  /// Creates a job with a name; `nil` when the name is empty or too long.
  init?(name: String) {
    guard (1...Job.maximumNameByteCount).contains(name.utf8.count) else { return nil }
    title = MessageText.displayedOnOneLine(name)
    fileName = Job.encoded(name)
  }

  /// Creates a job without a name.
  ///
  /// - Parameters:
  ///   - words: The command and its arguments.
  ///   - directory: The directory in which it runs.
  ///   - recipients: Who gets the messages about it.
  init(words: [String], directory: FilePath, recipients: [Recipient]) {
    let program = words.first?.split(separator: "/").last.map { String($0) } ?? "command"
    let line = ([program] + words.dropFirst()).joined(separator: " ")
    title = MessageText.displayedOnOneLine(line, limit: Job.maximumNameByteCount)
    let names = Set(recipients.map(\.description)).sorted()
    // The count separates the words of the command from what follows.
    let parts = [String(words.count)] + words + [directory.string] + names
    let digest = String(Job.digest(of: parts), radix: 16)
    // A name never has an equals sign here: it is encoded.
    fileName = "=" + String(repeating: "0", count: 32 - digest.count) + digest
  }

  /// The name as part of a path: other bytes than letters, digits, `_` and `-` are `%` and two digits.
  private static func encoded(_ name: String) -> String {
    name.utf8.map { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"):
        String(Unicode.Scalar(byte))
      default: (byte < 16 ? "%0" : "%") + String(byte, radix: 16)
      }
    }.joined()
  }

  /// 128 bits that differ for different parts: the FNV-1a hash, each part with a NUL behind it.
  private static func digest(of parts: [String]) -> UInt128 {
    var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
    for part in parts {
      for byte in Array(part.utf8) + [0] {
        hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B
      }
    }
    return hash
  }
}
