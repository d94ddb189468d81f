// SPDX-License-Identifier: Apache-2.0

extension NetBIOSName {
  /// The name in its first-level encoding: 32 letters of `A`…`P`, two a byte, high half first.
  ///
  /// Source: RFC 1001 14.1.
  public var firstLevelEncoded: [UInt8] {
    bytes.flatMap { [0x41 + $0 >> 4, 0x41 + $0 & 0x0F] }
  }

  /// Reads a name in its first-level encoding; `nil` unless it is 32 letters of `A`…`P`.
  public init?(firstLevelEncoded letters: some Collection<UInt8>) {
    guard letters.count == 32, letters.allSatisfy({ (0x41...0x50).contains($0) }) else {
      return nil
    }
    var bytes: [UInt8] = []
    var high: UInt8?
    for letter in letters {
      if let first = high {
        bytes.append(first << 4 | (letter - 0x41))
        high = nil
      } else {
        high = letter - 0x41
      }
    }
    self.init(unchecked: bytes)
  }
}
