// SPDX-License-Identifier: Apache-2.0

import Mailslots
import SMBMessaging

/// Which mailslots are meant: one by its name behind `\mailslot\`, or all that begin so with `*`.
struct MailslotPattern: Equatable, Sendable {
  private let name: String
  private let isPrefix: Bool

  /// Reads a pattern; `nil` for one that can be no name.
  init?(_ text: String) {
    isPrefix = text.hasSuffix("*")
    let name = isPrefix ? String(text.dropLast()) : text
    // What is left in front of * need not be a whole name: a letter makes it one.
    guard (try? MailslotName(isPrefix ? name + "x" : name))?.host == .local,
      name.utf8.allSatisfy({ (0x20..<0x7F).contains($0) })
    else { return nil }
    self.name = MailslotPattern.folded(name)
  }

  /// Whether a mailslot is meant.
  func matches(_ mailslot: RemoteMailslotName) -> Bool {
    let path = MailslotPattern.folded(String(decoding: mailslot.path, as: UTF8.self))
    return isPrefix ? path.hasPrefix(name) : path == name
  }

  private static func folded(_ text: String) -> String {
    String(text.lowercased().map { $0 == "/" ? "\\" : $0 })
  }
}
