// SPDX-License-Identifier: Apache-2.0

/// Reads the blocks of an SMB message of which some are UTF-8 and some are not.
///
/// `text` is decoded; `run`, behind it, is to be read in the code page; `cut`, behind that, is the
/// beginning of a character whose end may be in the next block.
struct BlockDecoder {
  private let decode: (ArraySlice<UInt8>) -> String
  private var text = ""
  private var run: [UInt8] = []
  private var cut: [UInt8] = []
  private var isCutSurelyUTF8 = false

  init(_ decode: @escaping (ArraySlice<UInt8>) -> String) {
    self.decode = decode
  }

  mutating func append(_ block: [UInt8]) {
    if appendUTF8(cut + block) { return }
    run += cut
    cut = []
    if !appendUTF8(block) { run += block }
  }

  /// The whole text, after the last block.
  mutating func finish() -> String {
    if !isCutSurelyUTF8 { run += cut }
    endRun()
    return isCutSurelyUTF8 && !cut.isEmpty ? text + "\u{FFFD}" : text
  }

  /// Appends bytes if they are UTF-8 up to a character that is cut by their end.
  private mutating func appendUTF8(_ bytes: [UInt8]) -> Bool {
    let whole = bytes.dropLast(BlockDecoder.cutByteCount(bytes))
    guard let string = String(validating: whole, as: UTF8.self) else { return false }
    cut = Array(bytes[whole.endIndex...])
    isCutSurelyUTF8 = string.utf8.count != string.unicodeScalars.count
    if isCutSurelyUTF8 {
      endRun()
      text += string
    } else {
      // ASCII may hold the second half of a double-byte character.
      run += whole
    }
    return true
  }

  private mutating func endRun() {
    if !run.isEmpty { text += decode(run[...]) }
    run = []
  }

  /// How many bytes at the end, 0…3, begin a UTF-8 character without ending it.
  private static func cutByteCount(_ bytes: [UInt8]) -> Int {
    for (count, byte) in zip(1...3, bytes.reversed()) {
      switch byte {
      case 0x80...0xBF: continue
      case 0xC2...0xDF: return count < 2 ? count : 0
      case 0xE0...0xEF: return count < 3 ? count : 0
      case 0xF0...0xF4: return count
      default: return 0
      }
    }
    return 0
  }
}
