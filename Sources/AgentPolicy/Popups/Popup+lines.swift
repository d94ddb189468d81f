// SPDX-License-Identifier: Apache-2.0

import Messages

extension Popup {
  /// The popup as lines of text for a terminal: the summary, the whole text indented below it, and the
  /// commands with which the user can answer.
  package var lines: [String] {
    let heading = urgency == .critical ? "\(summary) (urgent)" : summary
    let text = (wholeBody ?? body).split(separator: "\n", omittingEmptySubsequences: false)
    return [heading] + text.map { "  \($0)" } + answers.map { "  \($0)" }
  }

  /// One line for each answer that the sender offers, with the command that gives it.
  ///
  /// For a display without buttons, or without a field for words.
  package var answers: [String] {
    guard let number, isQuestion else { return [] }
    guard !actions.isEmpty else { return ["To answer: messngr reply \(number) TEXT"] }
    return actions.map { action in
      // A stranger chose the key, and the user may copy the command into a shell.
      let words = action.key.utf8.allSatisfy(Popup.isPlain) ? action.key : "TEXT"
      return "\(action.label): messngr reply \(number) \(words)"
    }
  }

  /// Whether a shell reads a byte as itself, wherever it stands.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }
}
