// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// A conversion from a double-byte code page by glibc.
///
/// The corresponding C functions are `iconv_open`, `iconv` and `iconv_close`. Where glibc lacks the
/// page, because a distribution packages its modules separately, only ASCII is read.
struct DoubleByteDecoder: ~Copyable {
  private let codePage: Int
  private let conversion: TextConversion?

  /// Opens the conversion of a page by its number.
  init(codePage: Int) {
    self.codePage = codePage
    conversion = TextConversion(from: "CP\(codePage)")
  }

  /// Converts bytes to text; each byte or pair that the page does not have becomes U+FFFD.
  func decode(_ bytes: [UInt8]) -> String {
    var bytes = bytes
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.count)
    var buffer = [UInt8](repeating: 0, count: 4096)
    var start = 0
    while start < bytes.count {
      let (read, written, stop) = convert(&bytes, from: start, into: &buffer)
      start += read
      text += buffer.prefix(written)
      guard stop == .unknownCharacter || stop == .partialCharacter || read == 0 else { continue }
      text += "\u{FFFD}".utf8
      // After A2 E8 of page 949 glibc reports the next byte as wrong, but ASCII is always right.
      guard read == 0 || bytes[start] >= 0x80 else { continue }
      start += stop == .partialCharacter ? bytes.count - start : unknownByteCount(bytes[start...])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Converts bytes until their end, until one cannot be converted, or until the buffer is full.
  ///
  /// Without a conversion of the page only ASCII is converted.
  private func convert(
    _ bytes: inout [UInt8], from start: Int, into buffer: inout [UInt8]
  ) -> (readCount: Int, writtenCount: Int, stop: TextConversion.Stop?) {
    switch conversion {
    case .some(let conversion): return conversion.convert(&bytes, from: start, into: &buffer)
    case .none:
      let ascii = bytes[start...].prefix(buffer.count).prefix { $0 < 0x80 }
      buffer.replaceSubrange(0..<ascii.count, with: ascii)
      return (ascii.count, ascii.count, nil)
    }
  }

  /// How many bytes at the beginning are one character that the page does not have.
  ///
  /// Two if the first can begin a pair: otherwise the second byte would wrongly begin the next pair. But
  /// ASCII is never taken as the second byte; the decoders of the Encoding Standard do the same.
  private func unknownByteCount(_ bytes: ArraySlice<UInt8>) -> Int {
    guard let first = bytes.first, let second = bytes.dropFirst().first, second >= 0x80 else {
      return 1
    }
    let beginsPair =
      switch (codePage, first) {
      case (932, 0x81...0x9F), (932, 0xE0...0xFC): true
      case (932, _): false
      default: (0x81...0xFE).contains(first)
      }
    return beginsPair ? 2 : 1
  }
}
