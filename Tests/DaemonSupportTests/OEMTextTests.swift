// SPDX-License-Identifier: Apache-2.0

import Foundation
import Messages
import TestSupport
import Testing

@testable import DaemonSupport

@Suite struct OEMTextTests {
  static func decode(_ bytes: [UInt8], _ codePage: Int) throws -> String {
    try #require(OEMText(codePage: codePage)).decode(bytes[...])
  }

  /// The output of the program `iconv` of glibc for bytes.
  static func iconv(_ bytes: [UInt8], _ codePage: Int) throws -> String {
    let iconv = try Program(
      "/usr/bin/iconv", ["-f", "CP\(codePage)", "-t", "UTF-8"], input: bytes, package: "libc-bin")
    let finished = try iconv.finish()
    #expect(finished.status == 0)
    return finished.output
  }

  @Test(arguments: OEMText.doubleBytePages)
  func `every character of a double-byte page is read as iconv reads it`(codePage: Int) throws {
    let lines: [[UInt8]] = (UInt8(0x81)...0xFE).flatMap { first in
      (UInt8(0x40)...0xFE).map { second in [first, second, 0x0A] }
    }
    let text = try Self.decode(lines.flatMap { $0 }, codePage)
    let texts = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(texts.count == lines.count)
    let known = zip(lines, texts).filter { !$1.unicodeScalars.contains("\u{FFFD}") }
    // Japanese has the fewest, 7,000 or so.
    #expect(known.count > 7000)
    let expected = try Self.iconv(known.flatMap { $0.0 }, codePage)
    let differences = zip(known, expected.split(separator: "\n")).filter { $0.0.1 != $0.1 }
    #expect(differences.isEmpty)
  }

  @Test(arguments: [
    (932, [0x93, 0xFA, 0x96, 0x7B, 0x8C, 0xEA], "日本語"), (932, [0xC3, 0xBD, 0xC4], "ﾃｽﾄ"),
    (936, [0xD6, 0xD0, 0xCE, 0xC4], "中文"), (949, [0xC7, 0xD1, 0xB1, 0xDB], "한글"),
    (950, [0xA4, 0xA4, 0xA4, 0xE5], "中文"), (932, [0x5C, 0x7E, 0x41, 0x0A], "\\~A\n"),
    (437, [0x81, 0xE1, 0x41], "üßA"), (850, [0xD5], "ı"), (866, [0x8F, 0xE0], "Пр"),
    (1252, [0x80], "€"), (437, [], ""), (932, [], ""),
  ])
  func `text is read in its page`(codePage: Int, bytes: [UInt8], text: String) throws {
    #expect(try Self.decode(bytes, codePage) == text)
  }

  @Test(arguments: [
    // A first half at the end, alone and behind text.
    (932, [0x93], "\u{FFFD}"), (932, [0x41, 0x93], "A\u{FFFD}"),
    (949, [0xC7, 0xD1, 0xB1], "한\u{FFFD}"),
    // ASCII is never the second half of a pair, above all not a line end.
    (932, [0x93, 0x0A, 0x41], "\u{FFFD}\nA"), (936, [0xD6, 0x20, 0x41], "\u{FFFD} A"),
    // Pairs that the page does not have: one sign each, and the rest stays.
    (949, [0xC9, 0xA1, 0xC7, 0xD1], "\u{FFFD}한"), (932, [0xEF, 0x80, 0x93, 0xFA], "\u{FFFD}日"),
    // The pair after which glibc reports the next byte as wrong.
    (949, [0x41, 0xA2, 0xE8, 0x0A, 0x41], "A\u{FFFD}\nA"),
    // Bytes that cannot begin a pair.
    (932, [0xFF, 0x93, 0xFA, 0xFF], "\u{FFFD}日\u{FFFD}"),
    (950, [0xFF, 0xFF, 0x41], "\u{FFFD}\u{FFFD}A"),
    (1252, [0x81, 0x41], "\u{FFFD}A"),
  ])
  func `bytes that are not a character are replaced, and the rest stays`(
    codePage: Int, bytes: [UInt8], text: String
  ) throws {
    #expect(try Self.decode(bytes, codePage) == text)
  }

  @Test(arguments: [253, 254, 255, 256, 257, 511, 512, 513])
  func `a character is read wherever the pieces are cut`(count: Int) throws {
    for (codePage, pair, character) in [
      (932, [0x93, 0xFA], "日"), (936, [0xD6, 0xD0], "中"), (949, [0xC7, 0xD1], "한"),
      (950, [0xA4, 0xA4], "中"),
    ] as [(Int, [UInt8], String)] {
      let ascii = [UInt8](repeating: 0x41, count: count)
      let text = try Self.decode(ascii + pair + ascii + pair, codePage)
      let letters = String(repeating: "A", count: count)
      #expect(text == letters + character + letters + character, "\(codePage)")
    }
  }

  @Test(arguments: OEMText.codePages)
  func `any bytes can be decoded`(codePage: Int) throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20 {
      let bytes = (0..<2000).map { _ in UInt8.random(in: 0...255, using: &random) }
      // ASCII that follows ASCII is always itself.
      let text = try Self.decode(bytes + Array("  END".utf8), codePage)
      #expect(text.unicodeScalars.suffix(4).map { String($0) }.joined() == " END")
    }
  }

  @Test(arguments: OEMText.doubleBytePages)
  func `the time for strange bytes grows only with their number`(codePage: Int) throws {
    let bytes = [UInt8](repeating: 0xFF, count: Message.maximumTextByteCount)
    let text = try Self.decode(bytes, codePage)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\u{FFFD}" })
  }

  @Test(arguments: [0, -1, 65_001, 1200, 20_127, .max])
  func `an unknown page is refused`(codePage: Int) {
    #expect(OEMText(codePage: codePage) == nil)
  }
}
