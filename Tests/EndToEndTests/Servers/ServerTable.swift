// SPDX-License-Identifier: Apache-2.0

/// The table of the servers and what messages do there: Markdown.
enum ServerTable {
  /// The table, and below it the reason of each cell that says no.
  static var text: String {
    let columns = Behaviour.allCases
    var reasons: [String] = []
    func cell(_ reason: String?) -> String {
      guard let reason else { return "✓" }
      if !reasons.contains(reason) { reasons.append(reason) }
      return "– (\((reasons.firstIndex(of: reason) ?? 0) + 1))"
    }
    var lines = [
      "| server | \(columns.map(\.rawValue).joined(separator: " | ")) |",
      "|---|\(columns.map { _ in "---|" }.joined())",
    ]
    for server in TestedServer.all {
      let cells = columns.map { cell(server.lacks[$0]) }
      lines.append("| \(server.name) | \(cells.joined(separator: " | ")) |")
    }
    lines.append("")
    for (index, reason) in reasons.enumerated() { lines.append("(\(index + 1)) \(reason).") }
    return lines.joined(separator: "\n")
  }
}
