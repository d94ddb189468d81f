// SPDX-License-Identifier: Apache-2.0

import Console

/// What one check has found.
struct Finding: Equatable, Sendable {
  /// How bad it is.
  enum Verdict: Equatable, Sendable {
    /// It is as it should be.
    case good

    /// It is worth knowing, and keeps no message from arriving.
    case note

    /// It keeps messages from arriving or from being seen; how `netsend` would end on it.
    case bad(ExitStatus)
  }

  /// The check, in a word that does not change.
  let check: String

  /// How bad it is.
  let verdict: Verdict

  /// What was found, in one line.
  let text: String

  /// The command that mends it, or what else is to be done; `nil` where nothing is.
  let remedy: String?

  /// Creates a finding.
  init(_ check: String, _ verdict: Verdict, _ text: String, remedy: String? = nil) {
    self.check = check
    self.verdict = verdict
    self.text = text
    self.remedy = remedy
  }

  /// How the program ends on it; `nil` where it goes on.
  var failure: ExitStatus? {
    if case .bad(let status) = verdict { status } else { nil }
  }

  /// The finding for a person, and what mends it on a line of its own.
  func text(_ style: Style) -> String {
    let (word, emphasis): (String, Style.Emphasis) =
      switch verdict {
      case .good: ("ok", .good)
      case .note: ("note", .caution)
      case .bad: ("BAD", .bad)
      }
    let line =
      style.apply(emphasis, to: TextWidth.padded(word, to: 6)) + TextWidth.padded(check, to: 10)
      + text
    guard let remedy else { return line }
    return line + "\n" + String(repeating: " ", count: 16) + style.apply(.strong, to: "→ \(remedy)")
  }

  /// The finding as an object of JSON.
  func jsonLine(account name: String) -> String {
    var line = JSONLine()
    line.add("name", name)
    line.add("check", check)
    switch verdict {
    case .good: line.add("verdict", "ok")
    case .note: line.add("verdict", "note")
    case .bad(let status):
      line.add("verdict", "bad")
      line.add("status", status.rawValue)
    }
    line.add("text", text)
    if let remedy { line.add("remedy", remedy) }
    return line.text
  }
}
