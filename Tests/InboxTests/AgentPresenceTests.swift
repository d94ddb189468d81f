// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import Inbox

/// The description of an agent, as other programs read it.
@Suite struct AgentPresenceTests {
  private static let plain = AgentPresence(
    processID: 7, display: "terminal", slot: "/run/x", since: UnixTime(milliseconds: 5))

  static let presences: [AgentPresence] = [
    plain,
    {
      var presence = plain
      presence.daemon = PopupDaemonStatus()
      presence.request = "1"
      return presence
    }(),
    {
      var presence = plain
      var daemon = PopupDaemonStatus()
      (daemon.isRunning, daemon.isAnswering, daemon.isStartable) = (true, true, true)
      (daemon.name, daemon.version) = ("dunst", "1.9.0")
      (daemon.startCount, daemon.startFailure) = (3, "no \"display\"")
      daemon.silence = .butCritical
      presence.daemon = daemon
      return presence
    }(),
  ]

  @Test(arguments: presences)
  func `a description survives being stored`(presence: AgentPresence) {
    #expect(AgentPresence(jsonLine: presence.jsonLine) == presence)
  }

  @Test func `the line of an older agent is read`() {
    let line = #"{"display":"terminal","pid":7,"since":5,"slot":"/run/x"}"#
    #expect(AgentPresence(jsonLine: line) == Self.plain)
  }
}
