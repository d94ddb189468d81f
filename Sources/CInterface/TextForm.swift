// SPDX-License-Identifier: Apache-2.0

/// The two forms of the functions of Windows: 16-bit units, and UTF-8 with an A behind their name.
enum TextForm {
  /// UTF-16 in the byte order of the machine.
  case wide

  /// UTF-8.
  case narrow

  /// The text in a buffer of so many bytes, without the NULs at its end; `nil` for half a unit, or NULL.
  func text(_ bytes: UnsafePointer<UInt8>?, byteCount: Int) -> String? {
    guard byteCount > 0 else { return "" }
    guard let bytes = unsafe bytes else { return nil }
    let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: byteCount)
    switch self {
    case .narrow:
      var end = byteCount
      while end > 0, unsafe buffer[end - 1] == 0 { end -= 1 }
      return unsafe String(decoding: buffer[..<end], as: UTF8.self)
    case .wide:
      guard byteCount % 2 == 0 else { return nil }
      var units: [UInt16] = []
      units.reserveCapacity(byteCount / 2)
      // The buffer need not be aligned.
      for offset in stride(from: 0, to: byteCount, by: 2) {
        units.append(unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
      }
      while units.last == 0 { units.removeLast() }
      return CText.read(units)
    }
  }

  /// The bytes of a text with its NUL.
  func bytes(_ text: String) -> [UInt8] {
    switch self {
    case .narrow: return Array(text.utf8) + [0]
    case .wide:
      var bytes: [UInt8] = []
      for unit in text.utf16 {
        bytes.append(UInt8(truncatingIfNeeded: unit))
        bytes.append(UInt8(truncatingIfNeeded: unit >> 8))
      }
      return bytes + [0, 0]
    }
  }
}
