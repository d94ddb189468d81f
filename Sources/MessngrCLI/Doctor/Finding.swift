// SPDX-License-Identifier: Apache-2.0

import Console

/// The result of one check.
struct Finding: Equatable, Sendable {
  /// How serious a finding is.
  enum Verdict: Equatable, Sendable {
    /// Everything is right.
    case good

    /// It is useful to know, and does not stop messages.
    case note

    /// It stops messages, or hides them from the user; `netsend` would end with this status.
    case bad(ExitStatus)
  }

  /// The name of the check, which never changes.
  let check: String

  /// How serious it is.
  let verdict: Verdict

  /// The finding in one line.
  let text: String

  /// The command that solves the problem, or another instruction; `nil` if nothing has to be done.
  let remedy: String?

  /// Creates a finding.
  init(_ check: String, _ verdict: Verdict, _ text: String, remedy: String? = nil) {
    self.check = check
    self.verdict = verdict
    self.text = text
    self.remedy = remedy
  }

  /// The exit status for the finding; `nil` for one that is not bad.
  var failure: ExitStatus? {
    if case .bad(let status) = verdict { status } else { nil }
  }

  /// The finding for a person, with the remedy on a second line.
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
