// SPDX-License-Identifier: Apache-2.0

import Inbox
import Messages
import Testing

@testable import MessngrCLI

/// What `messngr status` says about popups that wait.
@Suite struct SilenceTextTests {
  @Test func `the do-not-disturb of the desktop has a name, and says what it keeps back`() {
    var daemon = PopupDaemonStatus()
    #expect(daemon.silenceText == nil)
    (daemon.name, daemon.silence) = ("dunst\u{1B}", .all)
    #expect(
      daemon.silenceText
        == "do not disturb of dunst: it keeps back all messages until you end it there")
    var presence = AgentPresence(
      processID: 1, display: "dunst", slot: "/run/mailslot/ann/messngr",
      since: UnixTime(milliseconds: 0), daemon: daemon)
    #expect(Silence.desktop(presence) == [Silence(cause: .desktop("dunst"), end: nil)])
    presence.isScreenLocked = true
    #expect(Silence.desktop(presence).map(\.cause) == [.desktop("dunst"), .lock])
    #expect(AgentPresence(jsonLine: presence.jsonLine) == presence)
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
