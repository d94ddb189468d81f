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

  /// When a late message was sent or arrived, in words.
  ///
  /// `sent 14:05` where its sender says that it sent the message at another time than that of the
  /// arrival; else `14:05`, the time of the arrival, for a message that has waited for more than a
  /// minute. On another day, the date stands in front of the time.
  func lateness(of delivery: Delivery) -> String? {
    let now = now()
    func words(_ time: UnixTime) -> String {
      WallTime(time, in: .local).moment(at: WallTime(now, in: .local))
    }
    if let sent = delivery.differingSendingTime { return "sent \(words(sent))" }
    return now.milliseconds(since: delivery.arrival) > 60_000 ? words(delivery.arrival) : nil
  }
}
