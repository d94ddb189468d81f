// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

extension Cell {
  /// How long a server stands still: 20 seconds in the full run, else longer than the agent waits for it.
  private var standstill: UInt32 { NotificationServerTests.isFullRun ? 20 : 4 }

  /// A server that stands still delays no sender, and shows everything once when it goes on.
  func frozen() throws {
    try show(sandbox.user, "Damson")
    desk.daemon.freeze()
    defer { desk.daemon.thaw() }
    let stored = try sandbox.netsend(sandbox.user, "Elderberry")
    #expect(stored.status == 0)
    #expect(stored.duration < .seconds(3))
    let waiting = try Program(
      Sandbox.programs.appending(path: "netsend").path,
      ["--until", "shown", "--deadline", "60", sandbox.user, "Figs"], environment: sandbox.paths)
    sleep(standstill)
    desk.daemon.thaw()
    #expect(try waiting.finish().status == 0)
    for word in ["Elderberry", "Figs"] {
      try eventually("a notification with \(word)") {
        notifications.contains { $0.number != nil && $0.body.contains(word) }
      }
      let count = try desk.look().count(of: word)
      #expect(count <= 2)
      // The server keeps the call that it was asked last, and the agent does not hear its answer.
      withKnownIssue("the first message after the stop is shown twice", isIntermittent: true) {
        #expect(count <= 1)
      }
    }
  }

  /// What came while no server ran is shown by the next one.
  func killed() throws {
    try show(sandbox.user, "Grapes")
    desk.daemon.end()
    #expect(try sandbox.netsend(sandbox.user, "Huckleberry").status == 0)
    try desk.restart()
    try show(sandbox.user, "Juniper")
    try eventually("a notification with the message that came between") {
      notifications.contains { $0.number != nil && $0.body.contains("Huckleberry") }
    }
    #expect(notifications.count { $0.body.contains("Grapes") } == 1)
  }

  /// The bus starts the server for a message, on a bus where nothing else asks for it.
  func startedOnDemand(of server: TestedServer, on screen: any Screen) throws {
    let bus = try PrivateBus()
    let words = try ServerDesk.commandLine(of: server, on: screen, bus)
    let script = bus.directory.appending(path: "start").path
    let variables = ServerDesk.variables(on: screen, bus).map { "export \($0)='\($1)'\n" }.joined()
    try "#!/bin/sh\n\(variables)exec \(words.map { "'\($0)'" }.joined(separator: " "))\n"
      .write(toFile: script, atomically: true, encoding: .utf8)
    chmod(script, 0o755)
    try bus.offer(PrivateBus.notifications, startedBy: script)
    defer {
      if let process = try? bus.owner(of: PrivateBus.notifications) { kill(process, SIGKILL) }
    }
    let other = try Sandbox()
    let agent = try other.startAgent(on: bus)
    let shown = try other.netsend("--until", "shown", "--deadline", "20", other.user, "Kumquat")
    #expect(shown.status == 0, "\(shown.errors)")
    _ = agent
  }
}
