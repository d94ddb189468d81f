// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Notifications

@Suite struct DesktopStateTests {
  static let cases: [(String, locks: [Bool]?, savers: Set<String>, Bool)] = [
    ("no logind, no screensaver", nil, [], false),
    ("no logind, a screensaver", nil, ["org.mate.ScreenSaver"], true),
    ("no session", [], [], false),
    ("one session", [false], [], false),
    ("one session, locked", [true], [], true),
    ("two sessions, the first one locked", [true, false], [], true),
    ("two sessions, the second one locked", [false, true], [], true),
    ("two sessions, both locked", [true, true], [], true),
    ("two sessions, and a screensaver", [false, false], ["org.gnome.ScreenSaver"], true),
    ("a session, locked, and two screensavers", [true], ["org.a", "org.b"], true),
  ]

  @Test(arguments: cases)
  func `one locked session or one active screensaver locks the desktop`(
    name: String, locks: [Bool]?, savers: Set<String>, isLocked: Bool
  ) {
    var state = DesktopState()
    state.sessions = locks.map { locks in
      locks.enumerated().map { DesktopSession(identifier: "\($0)", isLocked: $1) }
    }
    state.activeScreenSavers = savers
    #expect(state.isLocked == isLocked)
  }

  @Test(arguments: [(nil, false), ([], true), (["3"], true), (["2"], false), (["1", "2"], false)])
  func `a session has ended when logind runs and does not list it`(
    sessions: [String]?, hasEnded: Bool
  ) {
    var state = DesktopState()
    state.sessions = sessions.map { $0.map { DesktopSession(identifier: $0, isLocked: false) } }
    #expect(state.hasEnded(session: "2") == hasEnded)
  }
}
