// SPDX-License-Identifier: Apache-2.0

/// Random numbers that are the same in every run: splitmix64 of Sebastiano Vigna.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

extension SplitMix64 {
  /// A string of at most `count` scalars from ASCII, from the higher planes and from what hurts.
  mutating func string(upTo count: Int, without excluded: Set<Unicode.Scalar> = []) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...count, using: &self) {
      let value: UInt32 =
        switch Int.random(in: 0..<4, using: &self) {
        case 0: .random(in: 0x20...0x7E, using: &self)
        case 1: .random(in: 0x80...0x10_FFFF, using: &self)
        case 2: .random(in: 0x300...0x36F, using: &self)
        default: .random(in: 0x00...0x3F, using: &self)
        }
      guard let scalar = Unicode.Scalar(value), !excluded.contains(scalar) else { continue }
      text.append(scalar)
    }
    return String(text)
  }

  /// At most `count` bytes, a quarter of them NULs.
  mutating func bytes(upTo count: Int) -> [UInt8] {
    (0..<Int.random(in: 0...count, using: &self)).map { _ in
      Int.random(in: 0..<4, using: &self) == 0 ? 0 : .random(in: 0...255, using: &self)
    }
  }
}
