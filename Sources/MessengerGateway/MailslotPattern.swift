// SPDX-License-Identifier: Apache-2.0

import Mailslots

/// Which mailslots are meant: one by its name behind `\mailslot\`, or all that begin so with `*`.
struct MailslotPattern: Equatable, Sendable {
  private let path: String
  private let isPrefix: Bool

  /// Reads a pattern; `nil` for one that can be no name.
  init?(_ text: String) {
    isPrefix = text.hasSuffix("*")
    // What is left in front of * need not be a whole name: a letter makes it one.
    let whole = isPrefix ? text.dropLast() + "x" : text[...]
    guard let name = try? MailslotName(String(whole)), name.host == .local,
      text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) })
    else { return nil }
    path = isPrefix ? String(name.path.dropLast()) : name.path
  }

  /// Whether a mailslot is meant.
  func matches(_ name: MailslotName) -> Bool {
    name.host == .local && (isPrefix ? name.path.hasPrefix(path) : name.path == path)
  }
}
