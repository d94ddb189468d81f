// SPDX-License-Identifier: Apache-2.0

import Inbox
import LinuxSystem
import Messages
import Testing

@testable import MessngrCLI

/// What `messngr status` says about popups that wait.
@Suite struct SilenceTextTests {
  private let now = WallTime(UnixTime(milliseconds: 1_800_000_000_000), in: .utc)
  private var presence = AgentPresence(
    processID: 7, display: "dunst 1.9.0", slot: "/run/x", since: UnixTime(milliseconds: 5))

  @Test func `quiet hours have an end, and count only until then`() {
    var presence = presence
    presence.quietUntil = now.time.advanced(bySeconds: 3600)
    #expect(presence.silences(at: now) == ["quiet hours until 09:00"])
    presence.quietUntil = now.time
    #expect(presence.silences(at: now) == [])
  }

  @Test func `the do-not-disturb of the desktop has a name, and says what it keeps back`() {
    var daemon = PopupDaemonStatus()
    #expect(daemon.silenceText == nil)
    (daemon.name, daemon.silence) = ("dunst\u{1B}", .all)
    #expect(
      daemon.silenceText
        == "do not disturb of dunst: it keeps back all messages until you end it there")
    daemon.silence = .butCritical
    #expect(daemon.silenceText?.contains("all but critical messages") == true)
  }

  @Test func `trouble with the popup daemon is named`() {
    var daemon = PopupDaemonStatus()
    #expect(daemon.trouble == nil)
    (daemon.startCount, daemon.startFailure) = (3, "no display")
    #expect(daemon.trouble == "asked 3 times to start; no display")
    daemon.isRunning = true
    #expect(daemon.trouble == "runs and does not answer")
    daemon.isAnswering = true
    #expect(daemon.trouble == nil)
  }
}
