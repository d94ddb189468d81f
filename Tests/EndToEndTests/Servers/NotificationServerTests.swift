// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Real notification servers show the messages of the real programs, and real clicks answer them.
@Suite(.serialized) struct NotificationServerTests {
  /// The servers to test: `all`, as `Resources/scripts/test --full` says, or their names with commas between
  /// them.
  private static let wish = ProcessInfo.processInfo.environment["MESSNGR_DESKTOPS"]

  /// Whether all servers are tested, and each fault takes as long as it may.
  static let isFullRun = wish == "all"

  /// The desktops are large: only the full run has them.
  private static let servers: [TestedServer] = {
    guard !isFullRun, let names = wish?.split(separator: ",") else {
      return isFullRun ? TestedServer.all : TestedServer.small
    }
    return TestedServer.all.filter { server in names.contains { $0 == server.name } }
  }()

  @Test(.oneDesk, arguments: servers, Behaviour.allCases)
  func `a server shows messages as the table in the README says`(
    server: TestedServer, behaviour: Behaviour
  ) throws {
    try OneDesk.with(server) { try Cell(at: $0).check(behaviour) }
  }

  @Test(arguments: servers.filter { $0.banners != nil })
  func `a message waits while a desktop shows no notifications`(server: TestedServer) throws {
    let banners = try #require(server.banners)
    let desk = try ServerDesk(of: server)
    let sandbox = try Sandbox()
    try desk.set(banners + ["false"])
    // The agent reads the settings of the desktop's user.
    let agent = try sandbox.startAgent(
      ["--display", "desktop"],
      adding: desk.bus.environment.merging(desk.screen.variables) { $1 })
    let waiting = try Program(
      Sandbox.programs.appending(path: "netsend").path,
      ["--until", "shown", "--deadline", "60", sandbox.user, "Lemon"], environment: sandbox.paths)
    func status() throws -> String {
      try sandbox.run("messngr", ["status", "--json"], environment: sandbox.environment).output
    }
    try eventually("a message that is held") { try status().contains(#""desktopSilence":"#) }
    #expect(desk.monitor.notifications().allSatisfy { !$0.body.contains("Lemon") })
    try desk.set(banners + ["true"])
    #expect(try waiting.finish().status == 0)
    try desk.wait(for: "Lemon")
    #expect(!(try status().contains(#""desktopSilence":"#)))
    _ = agent
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
