// SPDX-License-Identifier: Apache-2.0

/// The icon that the sender of a message asks for.
package enum PopupIcon: Hashable, Sendable {
  /// The name of an icon in the desktop's theme.
  case name(String)

  /// The absolute path of a file: only the owner of the inbox and root may ask for one.
  case file(String)

  /// The longest name, in bytes.
  static let maximumNameByteCount = 64

  /// Reads what a sender asks for; `nil` when this sender may not ask for it.
  ///
  /// A popup daemon opens every path and every URI that it gets. A pipe makes it hang for all
  /// programs, and a small file can unpack to gigabytes. So most senders may only give a name: letters
  /// and digits of ASCII, `-`, `_` and `.`, with no `.` at the beginning and no two of them together.
  init?(_ text: String, isTrusted: Bool) {
    if text.hasPrefix("/") {
      guard isTrusted, !text.utf8.contains(0) else { return nil }
      self = .file(text)
    } else {
      guard (1...PopupIcon.maximumNameByteCount).contains(text.utf8.count),
        text.utf8.allSatisfy(\.isPlain), !text.hasPrefix("."), !text.contains("..")
      else { return nil }
      self = .name(text)
    }
  }
}
