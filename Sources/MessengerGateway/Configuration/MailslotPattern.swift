// SPDX-License-Identifier: Apache-2.0

import Mailslots

/// A pattern for names of mailslots: the part after `\mailslot\`, or with `*` at the end all that begin so.
struct MailslotPattern: Equatable, Sendable {
  private let path: String
  private let isPrefix: Bool

  /// Reads a pattern; `nil` for text that cannot be a name.
  init?(_ text: String) {
    isPrefix = text.hasSuffix("*")
    // The part before * may end in a backslash, which a name may not: a letter completes it.
    let whole = isPrefix ? text.dropLast() + "x" : text[...]
    guard let name = try? MailslotName(String(whole)), name.host == .local,
      text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) })
    else { return nil }
    path = isPrefix ? String(name.path.dropLast()) : name.path
  }

  /// Whether a mailslot matches.
  func matches(_ name: MailslotName) -> Bool {
    name.host == .local && (isPrefix ? name.path.hasPrefix(path) : name.path == path)
  }
}
