// SPDX-License-Identifier: Apache-2.0

/// Lengths of time as a sender types them.
enum TimeLimit {
  /// A number of seconds: `90`, or with a unit: `90s`, `5m`, `2h`, `1d`, `1w`.
  static func seconds(_ text: String) -> UInt32? {
    let units: [Character: UInt32] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    guard let last = text.last, let unit = units[last] else { return UInt32(text) }
    guard let number = UInt32(text.dropLast()) else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: unit)
    return overflow ? nil : product
  }

  /// A time limit of at least a millisecond; the text is seconds, with a unit or a decimal fraction.
  ///
  /// Embedded Swift cannot read a `Double`, so this reads the digits.
  static func duration(_ text: String) -> Duration? {
    if let whole = seconds(text) { return whole == 0 ? nil : .seconds(whole) }
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let fraction = parts.last?.utf8, !fraction.isEmpty,
      fraction.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let whole = UInt32("0\(parts[0])"), whole < 4_000_000
    else { return nil }
    let digits = fraction.prefix(3).reduce(0) { $0 * 10 + UInt32($1 - UInt8(ascii: "0")) }
    let thousandths = digits * [100, 10, 1][min(fraction.count, 3) - 1]
    let milliseconds = whole * 1000 + thousandths
    return milliseconds == 0 ? nil : .milliseconds(milliseconds)
  }
}
