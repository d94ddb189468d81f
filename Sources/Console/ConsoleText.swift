// SPDX-License-Identifier: Apache-2.0

import Messages

/// Text on its way to a terminal, a file or a pipe: every command prints its lines through here.
///
/// Much of it comes from other users and other computers. This type removes what would control the
/// terminal, so no other part of a program has to.
public enum ConsoleText {
  /// A text of one line or several as bytes, with a line end behind it.
  ///
  /// - Parameters:
  ///   - text: The text. It is sanitised: `MessageText.sanitised(_:)`.
  ///   - sequences: The control sequences that stay, without their ESC: the program's own colours.
  public static func line(_ text: String, keeping sequences: [String] = []) -> [UInt8] {
    // Most lines are plain ASCII, and sanitising takes much longer than this check.
    let plain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A || $0 == 0x09 }
    return Array(((plain ? text : fit(text, keeping: sequences)) + "\n").utf8)
  }

  private static func fit(_ text: String, keeping sequences: [String]) -> String {
    let parts = text.unicodeScalars.split(separator: "\u{1B}", omittingEmptySubsequences: false)
    var kept = MessageText.sanitised(String(parts[0]))
    for part in parts.dropFirst() {
      let sequence = sequences.first { part.starts(with: $0.unicodeScalars) }
      if let sequence { kept += "\u{1B}" + sequence }
      let rest = part.dropFirst(sequence?.unicodeScalars.count ?? 0)
      kept += MessageText.sanitised(String(rest))
    }
    return kept
  }
}
