// SPDX-License-Identifier: Apache-2.0

/// An identifier that all copies of a message share: 128 random bits.
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
    var (high, low): (UInt64, UInt64) = (0, 0)
    for byte in text.utf8 {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      default: return nil
      }
      (high, low) = (high << 4 | low >> 60, low << 4 | UInt64(digit))
    }
    guard text.utf8.count == 32 else { return nil }
    self.high = high
    self.low = low
  }

  /// Reads an identifier from its bytes, the most significant first; `nil` unless they are 16.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    var (high, low): (UInt64, UInt64) = (0, 0)
    for byte in bytes { (high, low) = (high << 8 | low >> 56, low << 8 | UInt64(byte)) }
    self.high = high
    self.low = low
  }

  /// The identifier for which a name stands: the same for every use of the name.
  ///
  /// It is a hash (FNV-1a), which another sender can find out: the agent follows such an identifier only
  /// to messages of the same sender.
  package init(named name: String) {
    (high, low) = (MessageID.hash("messngr:" + name), MessageID.hash(name + ":messngr"))
  }

  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// The identifier's 16 bytes, the most significant first.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    for word in [high, low] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    return bytes
  }
}

extension MessageID: CustomStringConvertible {
  /// The identifier's text.
  public var description: String {
    MessageID.digits(high) + MessageID.digits(low)
  }

  @inline(never)
  private static func digits(_ word: UInt64) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: (0..<16).map { digits[Int(word >> (60 - 4 * $0) & 15)] }, as: UTF8.self)
  }
}
