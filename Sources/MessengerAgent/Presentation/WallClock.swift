// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import AgentSupport
import LinuxSystem
import Messages

/// The clocks of the machine, or those of a test.
struct WallClock: Sendable {
  /// The time that the user can set.
  let now: @Sendable () -> UnixTime

  /// The time that always runs forward.
  var instant: @Sendable () -> ContinuousClock.Instant = { .now }

  /// The machine's clocks.
  static let system = WallClock(now: { .now })

  /// The time by all clocks.
  func moment() -> Moment {
    let time = now()
    return Moment(
      time: time, localTime: LocalTime(WallTime(time, in: .local)), instant: instant())
  }

  /// When a message arrived, in words: for one that has waited for more than a minute.
  ///
  /// `14:05` on the same day, `2026-11-20 14:05` on another.
  func lateness(of arrival: UnixTime) -> String? {
    let now = now()
    guard now.milliseconds(since: arrival) > 60_000 else { return nil }
    return WallTime(arrival, in: .local).moment(at: WallTime(now, in: .local))
  }
}
