// SPDX-License-Identifier: Apache-2.0

/// Bytes as pairs of digits.
enum Hexadecimal {
  /// Two digits a byte, in lower case.
  static func encode(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The bytes that pairs of digits spell; blanks do not count.
  ///
  /// `nil` for anything else.
  static func decode(_ text: [UInt8]) -> [UInt8]? {
    let digits = text.filter { !($0 == 0x20 || (0x09...0x0D).contains($0)) }
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let upper = Character(Unicode.Scalar(digits[index])).hexDigitValue,
        let lower = Character(Unicode.Scalar(digits[index + 1])).hexDigitValue
      else { return nil }
      bytes.append(UInt8(upper << 4 | lower))
    }
    return bytes
  }
}
