// SPDX-License-Identifier: Apache-2.0

import Console

/// Lengths of time as a sender types them; a number without a unit is seconds.
enum TimeLimit {
  /// A number of whole seconds: `90`, or with a unit: `90s`, `5m`, `2h`, `1d`, `1w`.
  static func seconds(_ text: String) -> UInt32? {
    guard let milliseconds = DurationText.milliseconds(text, bareUnit: 1000),
      milliseconds % 1000 == 0
    else { return nil }
    return UInt32(exactly: milliseconds / 1000)
  }

  /// A time limit of at least a millisecond.
  static func duration(_ text: String) -> Duration? {
    guard let milliseconds = DurationText.milliseconds(text, bareUnit: 1000),
      (1..<4_000_000_000_000).contains(milliseconds)
    else { return nil }
    return .milliseconds(milliseconds)
  }
}
