// SPDX-License-Identifier: Apache-2.0

/// The hours of the week in which the owner wants no popups, in local time.
///
/// They do not depend on a time zone: after each change of the clock, the caller asks again when the
/// quiet changes next.
package struct QuietHours: Equatable, Sendable {
  /// The windows as the owner configured them; they may overlap.
  package let windows: [QuietWindow]

  /// The same as ranges of minutes of the week, in order and with gaps between them.
  private let ranges: [Range<Int>]

  /// Creates quiet hours; without a window it is never quiet.
  package init(_ windows: [QuietWindow] = []) {
    self.windows = windows
    ranges = QuietHours.merged(windows)
  }

  /// Whether it is quiet at a time.
  package func contains(_ time: LocalTime) -> Bool {
    ranges.contains { $0.contains(time.minuteOfWeek) }
  }

  /// How many minutes after a time the quiet begins or ends: 1…10080.
  ///
  /// `nil` when it never changes, because it is always quiet or never.
  package func minutesUntilChange(after time: LocalTime) -> Int? {
    let week = LocalTime.minutesPerWeek
    guard ranges != [], ranges != [0..<week] else { return nil }
    let now = time.minuteOfWeek
    let isQuiet = contains(time)
    // A window over the end of the week is two ranges, and does not change between them.
    let edges = ranges.flatMap { [$0.lowerBound, $0.upperBound] }
    return edges.flatMap { [$0 - now, $0 - now + week] }
      .filter { $0 > 0 && isQuietAt(now + $0) != isQuiet }
      .min()
  }

  private func isQuietAt(_ minute: Int) -> Bool {
    ranges.contains { $0.contains(minute % LocalTime.minutesPerWeek) }
  }

  private static func merged(_ windows: [QuietWindow]) -> [Range<Int>] {
    let week = LocalTime.minutesPerWeek
    var pieces: [Range<Int>] = []
    for window in windows {
      for day in window.days {
        let start = day.rawValue * LocalTime.minutesPerDay + window.start
        let end = start + window.length
        pieces.append(start..<min(end, week))
        if end > week { pieces.append(0..<end - week) }
      }
    }
    var merged: [Range<Int>] = []
    for piece in pieces.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, piece.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, piece.upperBound)
      } else {
        merged.append(piece)
      }
    }
    return merged
  }
}

extension QuietHours: CustomStringConvertible {
  /// The windows' texts with `; ` between them; `none` without a window.
  package var description: String {
    windows.isEmpty ? "none" : windows.map(\.description).joined(separator: "; ")
  }
}
