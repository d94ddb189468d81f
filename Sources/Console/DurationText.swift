// SPDX-License-Identifier: Apache-2.0

/// A length of time as a user types it: one notation for all programs and configuration files.
///
/// | text | means |
/// |---|---|
/// | `500ms`, `90s`, `5m`, `2h`, `30d`, `1w` | milliseconds, seconds, minutes, hours, days, weeks |
/// | `5 min`, `2 hours`, `365 days` | the same in words, with or without the space |
/// | `1h30m`, `1.5h` | one hour and a half |
/// | `90` | only where the program says in which unit it reads a bare number |
public enum DurationText {
  /// The most digits behind a decimal point.
  private static let fractionDigitCount = 3

  /// Reads a length of time.
  ///
  /// - Parameter bareUnit: The unit of a number without one, in milliseconds; `nil` where each number needs
  ///   its unit.
  /// - Returns: Milliseconds, 0 or more; `nil` when the text is no length of time, or the number too large.
  public static func milliseconds(_ text: some StringProtocol, bareUnit: Int64? = nil) -> Int64? {
    var rest = Array(text.utf8)[...]
    var total: Int64 = 0
    var count = 0
    while !rest.isEmpty {
      guard let thousandths = takeNumber(&rest) else { return nil }
      takeSpaces(&rest)
      let unit: Int64
      if rest.isEmpty, count == 0, let bareUnit {
        unit = bareUnit
      } else {
        guard let named = takeUnit(&rest) else { return nil }
        unit = named
      }
      takeSpaces(&rest)
      let (product, isTooLarge) = thousandths.multipliedReportingOverflow(by: unit)
      let (sum, isTooLong) = total.addingReportingOverflow(product / 1000)
      guard !isTooLarge, !isTooLong else { return nil }
      total = sum
      count += 1
    }
    return count > 0 ? total : nil
  }

  /// Digits, and at most ``fractionDigitCount`` more behind a point.
  private static func takeNumber(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    guard let whole = takeDigits(&rest, atMost: 15) else { return nil }
    var thousandths = whole.value * 1000
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard var fraction = takeDigits(&rest, atMost: fractionDigitCount) else { return nil }
      while fraction.count < fractionDigitCount {
        fraction = (fraction.value * 10, fraction.count + 1)
      }
      thousandths += fraction.value
    }
    return thousandths
  }

  private static func takeDigits(
    _ rest: inout ArraySlice<UInt8>, atMost limit: Int
  ) -> (value: Int64, count: Int)? {
    var (value, count) = (Int64(0), 0)
    while let byte = rest.first, (0x30...0x39).contains(byte) {
      guard count < limit else { return nil }
      value = value * 10 + Int64(byte - 0x30)
      count += 1
      rest.removeFirst()
    }
    return count > 0 ? (value, count) : nil
  }

  private static func takeSpaces(_ rest: inout ArraySlice<UInt8>) {
    while rest.first == UInt8(ascii: " ") { rest.removeFirst() }
  }

  /// A unit, in milliseconds.
  private static func takeUnit(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    let letters = rest.prefix { (0x61...0x7A).contains($0) }
    rest = rest.dropFirst(letters.count)
    switch String(decoding: letters, as: UTF8.self) {
    case "ms": return 1
    case "s", "sec", "second", "seconds": return 1000
    case "m", "min", "minute", "minutes": return 60_000
    case "h", "hour", "hours": return 3_600_000
    case "d", "day", "days": return 86_400_000
    case "w", "week", "weeks": return 604_800_000
    default: return nil
    }
  }
}
