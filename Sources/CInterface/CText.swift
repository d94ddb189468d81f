// SPDX-License-Identifier: Apache-2.0

/// Strings of C.
enum CText {
  /// The string at an address, with UTF-8 that is wrong replaced; `nil` for NULL.
  static func read(_ text: UnsafePointer<CChar>?) -> String? {
    unsafe text.map { unsafe String(cString: $0) }
  }

  /// The string of 16-bit units at an address, with lone surrogates replaced; `nil` for NULL.
  static func read(_ text: UnsafePointer<UInt16>?) -> String? {
    guard let text = unsafe text else { return nil }
    var count = 0
    while unsafe text[count] != 0 { count += 1 }
    return unsafe String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF16.self)
  }

  /// Writes as many scalars as fit, and a NUL, into an array of C.
  static func write(_ text: String, into buffer: UnsafeMutableRawBufferPointer) {
    var written = 0
    for scalar in text.unicodeScalars {
      let width = UTF8.width(scalar)
      guard written + width < buffer.count else { break }
      for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
        unsafe buffer[written] = byte
        written += 1
      }
    }
    unsafe buffer[written] = 0
  }
}
