// SPDX-License-Identifier: Apache-2.0

package import Messages

/// The time of an event, by all clocks that decisions need.
package struct Moment: Equatable, Sendable {
  /// The time of the machine's clock, which the user can set.
  package let time: UnixTime

  /// The same time in the machine's time zone.
  package let localTime: LocalTime

  /// The time of a clock that always runs forward.
  package let instant: ContinuousClock.Instant

  /// Creates a moment.
  package init(time: UnixTime, localTime: LocalTime, instant: ContinuousClock.Instant) {
    self.time = time
    self.localTime = localTime
    self.instant = instant
  }
}
