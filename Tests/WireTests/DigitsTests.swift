// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@Suite struct DigitsTests {
  @Test(
    arguments: [
      ("0", 0), ("007", 7), ("+5", 5), ("255", 255), ("256", nil), ("", nil), ("+", nil),
      ("-1", nil),
      ("++1", nil), ("1 ", nil), ("0x1", nil), ("٣", nil), ("18446744073709551617", nil),
    ] as [(String, UInt64?)])
  func `decimal digits are a number up to a limit`(text: String, number: UInt64?) {
    #expect(Digits.decimal(text, limit: 255) == number)
  }

  @Test(arguments: [UInt64.max, 0, 10])
  func `the limit itself is a number`(limit: UInt64) {
    #expect(Digits.decimal(String(limit), limit: limit) == limit)
  }

  @Test(
    arguments: [
      ("0", 0), ("03", 3), ("fF", 255), ("00ff", 255), ("100", nil), ("", nil), ("g", nil),
      ("PRE", nil), ("+1", nil),
    ] as [(String, UInt8?)])
  func `hexadecimal digits are a byte`(text: String, number: UInt8?) {
    #expect(Digits.hexadecimal(text) == number)
  }
}
