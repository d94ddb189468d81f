// SPDX-License-Identifier: Apache-2.0

/// What makes two copies of a message one message: 128 random bits.
///
/// Its text is 32 hexadecimal digits in lower case.
public struct MessageID: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64

  /// Makes a new identifier.
  public init(using generator: inout some RandomNumberGenerator) {
    high = generator.next()
    low = generator.next()
  }

  /// Makes a new identifier from the system's random numbers.
  public init() {
    var generator = SystemRandomNumberGenerator()
    self.init(using: &generator)
  }

  /// Reads an identifier from its text.
  ///
  /// `nil` unless the text is 32 hexadecimal digits, the letters in lower case.
  public init?(_ text: some StringProtocol) {
    let digits = Array(text.utf8)
    guard digits.count == 32,
      digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
      let high = UInt64(String(decoding: digits[..<16], as: UTF8.self), radix: 16),
      let low = UInt64(String(decoding: digits[16...], as: UTF8.self), radix: 16)
    else { return nil }
    self.high = high
    self.low = low
  }
}

extension MessageID: CustomStringConvertible {
  /// The identifier's text.
  public var description: String {
    MessageID.digits(high) + MessageID.digits(low)
  }

  private static func digits(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
