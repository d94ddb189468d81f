// SPDX-License-Identifier: Apache-2.0

package import AgentPolicy
package import LinuxSystem

extension LocalTime {
  /// The day and the minute of a time in its time zone.
  package init(_ wall: WallTime) {
    // `WallTime` counts weekdays from Sunday, `Weekday` from Monday.
    let weekday = Weekday(rawValue: (wall.weekday + 6) % 7) ?? .monday
    self.init(weekday, minute: wall.hour * 60 + wall.minute)
  }
}
