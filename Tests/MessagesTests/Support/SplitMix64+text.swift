// SPDX-License-Identifier: Apache-2.0

import TestSupport

extension SplitMix64 {
  /// A string of at most `count` scalars from ASCII, the higher planes, combining marks and control characters.
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
