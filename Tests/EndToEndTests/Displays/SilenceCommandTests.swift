// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inbox
import TestSupport
import Testing

/// The do-not-disturb of the desktop, as senders and the recipient see it.
@Suite(.serialized) struct SilenceCommandTests {
  private let sandbox: Sandbox
  private let bus: PrivateBus

  init() throws {
    sandbox = try Sandbox()
    bus = try PrivateBus()
  }

  private func status() throws -> [String: Any] {
    let finished = try sandbox.run(
      "messngr", ["status", "--json"], environment: sandbox.environment)
    return try JSONSerialization.jsonObject(with: Data(finished.output.utf8)) as? [String: Any]
      ?? [:]
  }

  private func waiting(_ arguments: String...) throws -> Program {
    try Program(
      Sandbox.programs.appending(path: "netsend").path,
      ["--until", "shown", "--deadline", "60"] + arguments, environment: sandbox.paths)
  }

  @Test func `a message counts as shown only when dunst is no longer paused`() throws {
    let desktop = try DunstDesktop(on: bus, paused: true)
    let agent = try sandbox.startAgent(on: bus)
    for urgency in ["normal", "critical"] {
      let sent = try sandbox.netsend(
        "--until", "shown", "--deadline", "1", "--urgency", urgency, sandbox.user, urgency)
      #expect(sent.status == 75)
    }
    let sender = try waiting(sandbox.user, "third")
    try eventually("three messages that are held") { try status()["held"] as? Int == 3 }
    #expect(try status()["desktopSilence"] as? String == "all")
    #expect(try status()["daemon"] as? String == "dunst")
    let text = try sandbox.run("messngr", ["status"], environment: sandbox.environment).output
    #expect(text.contains("do not disturb of dunst"), "\(text)")
    try desktop.control("set-paused", "false")
    #expect(try sender.finish().status == 0)
    #expect(Set(try desktop.history().map(\.body)) == ["normal", "critical", "third"])
    try eventually("no silence") { try status()["desktopSilence"] == nil }
    _ = agent
  }

  @Test func `on MATE, messages wait until its do-not-disturb ends`() throws {
    let mock = try MockDesktop(on: bus)
    try bus.call(
      "org.freedesktop.DBus.Mock.AddMethod",
      [
        PrivateBus.notifications, "GetServerInformation", "", "ssss",
        "ret = ('Notification Daemon', 'MATE Desktop Environment', '1.26.0', '1.1')",
      ])
    let settings = ["GSETTINGS_BACKEND": "keyfile"]
    func set(_ isOn: Bool) throws {
      try Program.output(
        of: "/usr/bin/gsettings",
        ["set", "org.mate.NotificationDaemon", "do-not-disturb", "\(isOn)"],
        environment: sandbox.environment.merging(settings) { $1 },
        package: "libglib2.0-bin mate-notification-daemon")
    }
    try set(true)
    let agent = try sandbox.startAgent(
      ["--display", "desktop"],
      adding: bus.environment.merging(settings) { $1 })
    let sender = try waiting(sandbox.user, "not yet")
    try eventually("a message that is held") { try status()["held"] as? Int == 1 }
    try set(false)
    #expect(try sender.finish().status == 0)
    #expect(try mock.log().contains { $0.contains("not yet") })
    _ = agent
  }

  @Test func `status says how the popup daemon failed to start, and what answers a request`() throws
  {
    try bus.offer(PrivateBus.notifications, startedBy: "/bin/false")
    let agent = try sandbox.startAgent(on: bus)
    #expect(try sandbox.netsend(sandbox.user, "hello").status == 0)
    try eventually("a failed start") { try status()["startError"] as? String != nil }
    let fields = try status()
    #expect(fields["daemonRuns"] as? Bool == false)
    #expect(fields["startable"] as? Bool == true)
    #expect((fields["starts"] as? Int ?? 0) >= 1)
    let text = try sandbox.run("messngr", ["status"], environment: sandbox.environment).output
    #expect(text.contains("Popup daemon:   asked"), "\(text)")
    // A popup daemon that freezes without a message to show is found on request.
    let desktop = try DunstDesktop(on: bus)
    #expect(try sandbox.netsend("--until", "shown", sandbox.user, "ho").status == 0)
    desktop.dunst.freeze()
    let inbox = try sandbox.openInbox()
    try inbox.set(SettingKey.presenceRequest, to: "1")
    try eventually("an answer") {
      try inbox.setting(SettingKey.agent).flatMap { AgentPresence(jsonLine: $0) }?.request == "1"
    }
    #expect(try status()["daemonAnswers"] as? Bool == false)
    #expect(try status()["daemonRuns"] as? Bool == true)
    desktop.dunst.thaw()
    try inbox.close()
    _ = agent
  }
}
