// SPDX-License-Identifier: Apache-2.0

import CLinux

/// A conversion of text from a character set to UTF-8; iconv(3).
@safe package struct TextConversion: ~Copyable {
  /// Why a conversion stopped before the end of its input.
  package enum Stop: Sendable {
    /// The bytes are not a character of the set: `EILSEQ`.
    case unknownCharacter

    /// The input ends inside a character: `EINVAL`.
    case partialCharacter

    /// The output is full: `E2BIG`.
    case outputFull
  }

  private let descriptor: iconv_t

  /// Opens a conversion; `nil` where the C library lacks the character set.
  package init?(from characterSet: String) {
    let opened = unsafe iconv_open("UTF-8", characterSet)
    guard let opened = unsafe opened, unsafe opened != UnsafeMutableRawPointer(bitPattern: -1)
    else { return nil }
    unsafe descriptor = opened
  }

  deinit { unsafe _ = iconv_close(descriptor) }

  /// Converts bytes until their end, until one cannot be converted, or until the output is full.
  ///
  /// - Returns: How many bytes were read and written, and why the conversion stopped; `nil` at the end.
  package func convert(
    _ input: inout [UInt8], from start: Int, into output: inout [UInt8]
  ) -> (readCount: Int, writtenCount: Int, stop: Stop?) {
    let count = input.count - start
    var (inputLeft, outputLeft) = (count, output.count)
    let code = unsafe input.withUnsafeMutableBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        var from = unsafe source.baseAddress?.advanced(by: start).assumingMemoryBound(
          to: CChar.self)
        var to = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
        return unsafe iconv(descriptor, &from, &inputLeft, &to, &outputLeft) == -1
          ? clinux_errno() : 0
      }
    }
    let stop: Stop? =
      switch code {
      case 0: nil
      case EILSEQ: .unknownCharacter
      case EINVAL: .partialCharacter
      default: .outputFull
      }
    return (count - inputLeft, output.count - outputLeft, stop)
  }
}
