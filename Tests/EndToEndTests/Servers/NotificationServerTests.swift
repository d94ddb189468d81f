// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Real notification servers show the messages of the real programs, and real clicks answer them.
@Suite(.serialized) struct NotificationServerTests {
  /// Whether `Resources/scripts/test --full` is asking.
  static let isFullRun = ProcessInfo.processInfo.environment["MESSNGR_DESKTOPS"] == "all"

  @Test(.oneDesk, arguments: TestedServer.small, Behaviour.allCases)
  func `a server shows messages as the table in the README says`(
    server: TestedServer, behaviour: Behaviour
  ) throws {
    try OneDesk.with(server) { try Cell(at: $0).check(behaviour) }
  }

  private static let markers = ("<!-- desktops -->", "<!-- /desktops -->")

  /// The table is that of the tests above; `Resources/scripts/desktops-table` writes it.
  @Test func `the README has the table of the servers`() throws {
    let table = ServerTable.text
    if let file = ProcessInfo.processInfo.environment["MESSNGR_DESKTOPS_TABLE"] {
      try "\(table)\n".write(toFile: file, atomically: true, encoding: .utf8)
    }
    let readme = URL(filePath: #filePath).appending(path: "../../../../README.md").standardized
    let text = try String(contentsOf: readme, encoding: .utf8)
    let begin = try #require(text.firstRange(of: Self.markers.0 + "\n\n")).upperBound
    let end = try #require(text.firstRange(of: "\n\n" + Self.markers.1)).lowerBound
    #expect(text[begin..<end] == table, "run Resources/scripts/desktops-table")
  }
}
