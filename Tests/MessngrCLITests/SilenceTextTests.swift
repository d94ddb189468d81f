// SPDX-License-Identifier: Apache-2.0

import Inbox
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
    #expect(Silence.desktop(daemon) == [Silence(cause: .desktop("dunst"), end: nil)])
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
