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
      #expect(try desk.look().count(of: word) <= 1)
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
    let command = words.dropFirst(screen.launcher.count).map { "'\($0)'" }.joined(separator: " ")
    let script = try ServerDesk.script(named: "server", command, of: server, on: screen, bus)
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
  /// The bus waits for a desktop that begins, where the desktop has a service for that.
  func desktopOnDemand() throws {
    let files = try Program.output(
      of: "/usr/bin/dpkg", ["-L"] + desk.server.package.split(separator: " ").map(String.init),
      environment: Program.path, package: "dpkg")
    let hasService = try String(decoding: files, as: UTF8.self).split(separator: "\n")
      .filter { $0.contains("/dbus-1/services/") && $0.hasSuffix(".service") }
      .contains {
        try String(contentsOfFile: String($0), encoding: .utf8)
          .contains("Name=\(PrivateBus.notifications)\n")
      }
    #expect(hasService == (desk.server.lacks[.startedOnDemand] == nil))
    guard hasService else { return }
    try show(sandbox.user, "Grapes")
    desk.daemon.end()
    let waiting = try Program(
      Sandbox.programs.appending(path: "netsend").path,
      ["--until", "shown", "--deadline", "60", sandbox.user, "Kumquat"],
      environment: sandbox.paths)
    try eventually("a program that waits for the desktop") {
      try sandbox.run("messngr", ["status", "--json"], environment: sandbox.environment).output
        .contains(#""starts":"#)
    }
    try desk.restart()
    #expect(try waiting.finish().status == 0)
  }
}
