// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import AgentPolicy

@Suite struct InterruptionTests {
  static let noon = LocalTime(.monday, minute: 720)
  static let now = UnixTime(milliseconds: 1_800_000_000_000)

  struct Row: CustomTestStringConvertible {
    let urgency: Urgency
    let isFromQuietSender: Bool
    let doNotDisturb: DoNotDisturb
    let isInQuietHours: Bool
    let breaksThrough: Bool
    let locked: LockScreenPolicy?
    let silence: DisplaySilence
    let expected: Interruption

    init(
      _ urgency: Urgency, quietSender: Bool = false, state doNotDisturb: DoNotDisturb = .off,
      quietHours: Bool = false, breaksThrough: Bool = true, locked: LockScreenPolicy? = nil,
      desktop silence: DisplaySilence = .off, _ expected: Interruption
    ) {
      self.urgency = urgency
      isFromQuietSender = quietSender
      self.doNotDisturb = doNotDisturb
      isInQuietHours = quietHours
      self.breaksThrough = breaksThrough
      self.locked = locked
      self.silence = silence
      self.expected = expected
    }

    var testDescription: String {
      "\(urgency), quiet sender \(isFromQuietSender), \(doNotDisturb), quiet \(isInQuietHours), "
        + "through \(breaksThrough), \(locked.map { "locked \($0)" } ?? "unlocked"), "
        + "desktop \(silence)"
    }
  }

  static let rows = [
    Row(.low, .show), Row(.normal, .show), Row(.critical, .show),
    Row(.normal, quietSender: true, .hold), Row(.critical, quietSender: true, .hold),
    Row(.low, state: .on, .hold), Row(.normal, state: .on, .hold),
    Row(.critical, state: .on, .show),
    Row(.critical, state: .on, breaksThrough: false, .hold),
    Row(.normal, quietHours: true, .hold), Row(.critical, quietHours: true, .show),
    Row(.critical, quietHours: true, breaksThrough: false, .hold),
    Row(.normal, state: .until(now.advanced(bySeconds: 1)), .hold),
    Row(.normal, state: .until(now), .show),
    Row(.normal, locked: .show, .show), Row(.normal, locked: .hideText, .count),
    Row(.normal, locked: .hide, .hold), Row(.critical, locked: .show, .show),
    Row(.critical, locked: .hideText, .count), Row(.critical, locked: .hide, .hold),
    Row(.critical, state: .on, locked: .hideText, .count),
    Row(.critical, state: .on, quietHours: true, locked: .hide, .hold),
    Row(.normal, state: .on, locked: .show, .hold),
    Row(.normal, desktop: .butCritical, .hold), Row(.normal, desktop: .all, .hold),
    Row(.critical, desktop: .butCritical, .show), Row(.critical, desktop: .all, .hold),
    Row(.critical, breaksThrough: false, desktop: .butCritical, .hold),
    Row(.critical, locked: .hideText, desktop: .butCritical, .count),
  ]

  @Test(arguments: rows) func `the table decides`(row: Row) {
    var policy = PresentationPolicy()
    policy.urgentBreaksThrough = row.breaksThrough
    policy.lockScreen = row.locked ?? .show
    let windows = [row.isInQuietHours ? "mon 12:00-12:01" : "mon 12:01-12:00"]
    policy.quietHours = QuietHours(windows.compactMap { QuietWindow($0) })
    let circumstances = Interruption.Circumstances(
      now: Self.now, localTime: Self.noon, doNotDisturb: row.doNotDisturb,
      isLocked: row.locked != nil, silence: row.silence)
    let decided = Interruption(
      of: row.urgency, isFromQuietSender: row.isFromQuietSender, in: circumstances, policy)
    #expect(decided == row.expected)
  }

  @Test(arguments: [
    DoNotDisturb.off, .on, .until(UnixTime(milliseconds: 0)), .until(now),
    .until(UnixTime(milliseconds: -5)),
  ])
  func `the state survives being stored`(state: DoNotDisturb) {
    #expect(DoNotDisturb(state.description) == state)
  }

  @Test(arguments: [
    "", "On", "until", "until ", "until 14:00", "until 1 ", "until 99999999999999999999",
  ])
  func `a text that is no state is refused`(text: String) {
    #expect(DoNotDisturb(text) == nil)
  }
}
