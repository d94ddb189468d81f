// SPDX-License-Identifier: Apache-2.0

/// Numbers as texts have them.
///
/// The compiler writes out the initializers of the standard library for each type of number and of text: 3 KB of
/// libmessngr.
package enum Digits {
  /// The number of decimal digits, perhaps behind a plus sign; `nil` for other bytes, and for a number over a
  /// limit.
  @inline(never)
  package static func decimal(_ digits: ArraySlice<UInt8>, limit: UInt64) -> UInt64? {
    var number: UInt64?
    for byte in digits.first == UInt8(ascii: "+") ? digits.dropFirst() : digits {
      guard (0x30...0x39).contains(byte) else { return nil }
      let (tens, isTooLarge) = (number ?? 0).multipliedReportingOverflow(by: 10)
      let (sum, isOver) = tens.addingReportingOverflow(UInt64(byte - 0x30))
      guard !isTooLarge, !isOver, sum <= limit else { return nil }
      number = sum
    }
    return number
  }

  /// The number of a text of decimal digits.
  package static func decimal(_ digits: String, limit: UInt64) -> UInt64? {
    decimal(Array(digits.utf8)[...], limit: limit)
  }

  /// The byte of hexadecimal digits.
  @inline(never)
  package static func hexadecimal(_ digits: String) -> UInt8? {
    var number: UInt8?
    for byte in digits.utf8 {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      default: return nil
      }
      guard number ?? 0 < 0x10 else { return nil }
      number = (number ?? 0) << 4 | digit
    }
    return number
  }
}
