// SPDX-License-Identifier: Apache-2.0

import Glibc
import Messages
import Testing

@Suite struct CodePageTests {
  @Test(arguments: CodePage.allCases)
  func `a scalar has the byte of a letter of the page that is equal as a Character`(page: CodePage)
  {
    var bytes: [Character: UInt8] = [:]
    for byte in UInt8(0x80)...0xFF {
      let letter = Character(page.decode([byte]))
      if letter != "\u{FFFD}", bytes[letter] == nil { bytes[letter] = byte }
    }
    for value in (UInt32(0x80)..<0x3400).map({ $0 }) + [0xF900, 0xFB1D, 0xFFFD, 0x2F800] {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let expected = bytes[Character(scalar)] ?? UInt8(ascii: "?")
      #expect(page.encode(String(scalar)).bytes == [expected], "\(scalar) is U+\(value)")
    }
  }

  @Test(arguments: CodePage.allCases)
  func `every byte is decoded as by iconv`(page: CodePage) throws {
    let iconv = try Converter(from: "\(page)", to: "UTF-8")
    for byte in UInt8.min ... .max {
      let expected = iconv.convert([byte]).map { String(decoding: $0, as: UTF8.self) }
      #expect(page.decode([byte]) == expected ?? "\u{FFFD}", "byte \(byte)")
    }
  }

  @Test(arguments: CodePage.allCases)
  func `every scalar is written as iconv writes it`(page: CodePage) throws {
    let iconv = try Converter(from: "UTF-8", to: "\(page)")
    // Up to the CJK blocks, and the private and compatibility characters behind them.
    let values = Array(0x20..<0x3000) + Array(0xF800...0xFFFF)
    let texts = values.compactMap { Unicode.Scalar(UInt32($0)) }.map { String(Character($0)) }
    // LF in between keeps combining marks apart.
    let written = page.encode(texts.map { $0 + "\n" }.joined()).bytes.split(separator: 0x0A)
    try #require(written.count == texts.count)
    for (text, bytes) in zip(texts, written) where Array(bytes) != iconv.convert(Array(text.utf8)) {
      // iconv does not treat canonically equal scalars as equal, U+212B Å for example.
      #expect(bytes == [0x3F] || page.decode(bytes) == text, "\(text.unicodeScalars)")
      #expect(iconv.convert(Array(text.utf8)) == nil, "\(text.unicodeScalars)")
    }
  }

  @Test(arguments: CodePage.allCases)
  func `every defined byte is decoded and encoded back`(page: CodePage) {
    for byte in UInt8.min ... .max {
      let text = page.decode([byte])
      #expect(page.encode(text).bytes == (text == "\u{FFFD}" ? [0x3F] : [byte]), "byte \(byte)")
      #expect((page.encode(text).replacementCount > 0) == (text == "\u{FFFD}"), "byte \(byte)")
    }
  }

  @Test(arguments: [
    ("437", CodePage.cp437), ("CP850", .cp850), ("cp850", .cp850), ("IBM437", .cp437),
    ("ibm00858", .cp858), ("windows-1252", .cp1252), ("Windows-1251", .cp1251), ("OEM866", .cp866),
  ])
  func `a page is found by name`(name: String, page: CodePage) {
    #expect(CodePage(name: name) == page)
  }

  @Test(arguments: [
    "", "cp", "UTF-8", "932", "cp932", "850x", "-850", "+850", "cp 850", "cpcp850", "٨٥٠",
    "99999999999999999999", "windows-1252\0",
  ])
  func `other words name no page`(name: String) {
    #expect(CodePage(name: name) == nil)
  }

  @Test(arguments: CodePage.allCases)
  func `a page is found by its own name and number`(page: CodePage) {
    #expect(CodePage(name: page.description) == page)
    #expect(CodePage(name: "\(page.rawValue)") == page)
    #expect(CodePage(rawValue: page.rawValue) == page)
  }

  @Test(
    arguments: [
      ("abc", [0x61, 0x62, 0x63], 0), ("é", [0x82], 0), ("e\u{301}", [0x82], 0),
      ("a\r\nb", [0x61, 0x0D, 0x0A, 0x62], 0), ("\u{1B}\t\u{7F}", [0x1B, 0x09, 0x7F], 0),
      ("“x”", [0x3F, 0x78, 0x3F], 2), ("日本", [0x3F, 0x3F], 2), ("👩‍👩‍👧‍👦🇩🇪", [0x3F, 0x3F], 2),
      ("x\u{301}", [0x78], 1), ("\u{301}", [0x3F], 1), ("\u{FFFD}", [0x3F], 1),
      ("é\u{FE0F}", [0x82], 1), ("?", [0x3F], 0), ("", [], 0),
    ] as [(String, [UInt8], Int)])
  func `text in CP437 has its bytes and replacements`(
    text: String, bytes: [UInt8], replacementCount: Int
  ) {
    #expect(CodePage.cp437.encode(text) == (bytes, replacementCount))
  }

  @Test func `a Character of a hundred thousand scalars is one replacement`() {
    let text = "é" + String(repeating: "\u{301}", count: 100_000)
    #expect(CodePage.cp437.encode(text) == ([0x82], 1))
  }
}

/// glibc's tables, an independent source.
private final class Converter {
  private let descriptor: iconv_t

  init(from: String, to: String) throws {
    let descriptor = iconv_open(to, from)
    try #require(Int(bitPattern: descriptor) != -1, "apt-get install libc-bin: no \(from) to \(to)")
    self.descriptor = try #require(descriptor)
  }

  deinit { iconv_close(descriptor) }

  /// The bytes converted; `nil` where one of the characters does not exist.
  func convert(_ bytes: [UInt8]) -> [UInt8]? {
    var input = bytes.map { CChar(bitPattern: $0) }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16) { output in
      input.withUnsafeMutableBufferPointer { input in
        var (from, to) = (input.baseAddress, output.baseAddress)
        var (left, room) = (input.count, output.count)
        guard iconv(descriptor, &from, &left, &to, &room) == 0 else { return nil }
        return output.prefix(16 - room).map { UInt8(bitPattern: $0) }
      }
    }
  }
}
