// SPDX-License-Identifier: Apache-2.0

import Console

/// A whole number and a unit, with or without a space between them: `64 KiB`.
public struct Quantity: Equatable {
  /// The number, in the smallest of its units.
  public let value: Int

  /// Reads a quantity; `nil` unless it is digits and a known unit, and within the range.
  public init?(_ text: String, units: [String: Int], in range: ClosedRange<Int>) {
    let digits = text.prefix { ("0"..."9").contains($0) }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }
    guard let number = Int(digits), let factor = units[String(unit)] else { return nil }
    let (value, overflow) = number.multipliedReportingOverflow(by: factor)
    guard !overflow, range.contains(value) else { return nil }
    self.value = value
  }

  /// Reads a time, in seconds: `DurationText` has the notation.
  public init?(seconds text: String, in range: ClosedRange<Int>) {
    guard let milliseconds = DurationText.milliseconds(text), milliseconds % 1000 == 0,
      let seconds = Int(exactly: milliseconds / 1000), range.contains(seconds)
    else { return nil }
    value = seconds
  }

  /// The allowed times of a range in seconds, in words.
  public static func duration(_ range: ClosedRange<Int>) -> String {
    "a time from \(text(range.lowerBound)) to \(text(range.upperBound)), like 90s, 5m, 2h or 30d"
  }

  private static func text(_ seconds: Int) -> String {
    seconds % 86_400 == 0 ? "\(seconds / 86_400)d" : "\(seconds)s"
  }
}
