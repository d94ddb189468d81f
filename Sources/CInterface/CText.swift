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
    var units: [UInt16] = []
    while case let unit = unsafe text[units.count], unit != 0 { units.append(unit) }
    return read(units)
  }

  /// The text of 16-bit units, with lone surrogates replaced.
  @inline(never)
  static func read(_ units: [UInt16]) -> String { String(decoding: units, as: UTF16.self) }

  /// Writes as many scalars as fit, and a NUL, into an array of C.
  static func write(_ text: String, into buffer: UnsafeMutableRawBufferPointer) {
    var written = 0
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      guard written + bytes.count < buffer.count else { break }
      for byte in bytes {
        unsafe buffer[written] = byte
        written += 1
      }
    }
    unsafe buffer[written] = 0
  }
}
