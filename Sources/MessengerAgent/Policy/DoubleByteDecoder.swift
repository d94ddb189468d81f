// SPDX-License-Identifier: Apache-2.0

import Glibc

/// One conversion from a double-byte code page, done by glibc.
///
/// The corresponding C functions are `iconv_open`, `iconv` and `iconv_close`. Where glibc lacks the
/// page, because a distribution packs its modules apart, only ASCII is read.
@safe struct DoubleByteDecoder: ~Copyable {
  private enum Stop: Equatable {
    /// All of the bytes were read.
    case end

    /// A character begins here and its end is missing.
    case incomplete

    /// The page has no such character.
    case invalid
  }

  private let descriptor: iconv_t?

  /// Opens the conversion of a page by its number.
  init(codePage: Int) {
    let opened = unsafe iconv_open("UTF-8", "CP\(codePage)")
    unsafe descriptor = opened == UnsafeMutableRawPointer(bitPattern: -1) ? nil : opened
  }

  deinit {
    if let descriptor = unsafe descriptor { unsafe _ = iconv_close(descriptor) }
  }

  /// The text that `bytes` are; each byte or pair that the page does not have is U+FFFD.
  func decode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.count)
    var rest = bytes[...]
    while !rest.isEmpty {
      let stop = convert(&rest, to: &text)
      guard stop != .end else { break }
      text += "\u{FFFD}".utf8
      rest = rest.dropFirst(stop == .invalid ? unknownByteCount(rest) : rest.count)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// How many bytes at the front are one character that the page does not have.
  ///
  /// Two, if the first can begin a pair: one would make ends of what follows into beginnings. But
  /// ASCII stays, as nobody means it by half a character: the Encoding Standard, section 11 on.
  private func unknownByteCount(_ bytes: ArraySlice<UInt8>) -> Int {
    guard let second = bytes.dropFirst().first, second >= 0x80 else { return 1 }
    var first = bytes.prefix(1)
    var text: [UInt8] = []
    return convert(&first, to: &text) == .incomplete ? 2 : 1
  }

  /// Converts bytes up to the first that cannot be, which becomes the first of `bytes`.
  ///
  /// It goes through them in small pieces, so that bytes that cannot be do not cost the rest again.
  private func convert(_ bytes: inout ArraySlice<UInt8>, to text: inout [UInt8]) -> Stop {
    guard let descriptor = unsafe descriptor else {
      let ascii = bytes.prefix { $0 < 0x80 }
      text += ascii
      bytes = bytes.dropFirst(ascii.count)
      return bytes.isEmpty ? .end : .invalid
    }
    while !bytes.isEmpty {
      var input = Array(bytes.prefix(256))
      var output = [UInt8](repeating: 0, count: 4 * input.count)
      var (inputLeft, outputLeft) = (input.count, output.count)
      let code = unsafe input.withUnsafeMutableBytes { source in
        unsafe output.withUnsafeMutableBytes { target in
          var from = unsafe source.baseAddress?.assumingMemoryBound(to: CChar.self)
          var to = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
          let count = unsafe iconv(descriptor, &from, &inputLeft, &to, &outputLeft)
          return count == -1 ? errno : 0
        }
      }
      let inputRead = input.count - inputLeft
      text += output.dropLast(outputLeft)
      bytes = bytes.dropFirst(inputRead)
      // A character that only the piece cuts is read with the next one.
      let isCutByPiece = code == EINVAL && inputRead > 0 && bytes.count > inputLeft
      guard code == 0 || isCutByPiece else { return code == EINVAL ? .incomplete : .invalid }
    }
    return .end
  }
}
