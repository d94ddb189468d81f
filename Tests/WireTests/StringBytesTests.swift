// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@Suite struct StringBytesTests {
  @Test(arguments: [
    ("", "", true), ("abc", "", true), ("abc", "ab", true), ("ab", "abc", false),
    ("abc", "b", false),
    ("/\u{301}", "/", true), ("é", "e", false),
  ])
  func `a text begins with the bytes of another one`(text: String, prefix: String, begins: Bool) {
    #expect(text.begins(with: prefix) == begins)
  }

  @Test(arguments: [
    ("", "", true), ("ops.alias", ".alias", true), (".alias", ".alias", true),
    ("alias", ".alias", false), ("ops.alias2", ".alias", false),
  ])
  func `a text ends with the bytes of another one`(text: String, suffix: String, ends: Bool) {
    #expect(text.ends(with: suffix) == ends)
  }

  @Test(arguments: [("abc", 0, "abc"), ("abc", 2, "c"), ("abc", 5, ""), ("", 1, "")])
  func `a text loses its first bytes`(text: String, count: Int, rest: String) {
    #expect(text.dropping(count) == rest)
  }

  @Test(arguments: [("abc", 0, "abc"), ("abc", 2, "a"), ("abc", 5, "")])
  func `a text loses its last bytes`(text: String, count: Int, rest: String) {
    #expect(text.dropping(last: count) == rest)
  }

  @Test(arguments: [
    ("", Int.max, [""]), ("a", .max, ["a"]), ("a,b,,c,", .max, ["a", "b", "", "c", ""]),
    ("a,b,c", 2, ["a", "b,c"]), ("ä,ö", .max, ["ä", "ö"]), (",\u{301}", .max, ["", "\u{301}"]),
  ])
  func `a text has parts between bytes`(text: String, limit: Int, parts: [String]) {
    #expect(text.parts(separator: ",", limit: limit) == parts)
  }

  @Test(arguments: [("host.example.org", "host"), ("host", "host"), (".org", ""), ("", "")])
  func `a text has a part before a byte`(text: String, part: String) {
    #expect(text.before(".") == part)
  }

  @Test(arguments: [
    ("", ""), (" \t\r\n", ""), (" a b\r", "a b"), ("a", "a"), ("\u{A0}a", "\u{A0}a"),
  ])
  func `a text is trimmed`(text: String, trimmed: String) {
    #expect(text.trimmed() == trimmed)
  }

  @Test(arguments: ["", "abcXYZ[`{@09", "Straße", "ΑΒΓ σς", "İıſ", "ŉǆ", "日本 🦊", "ﬃ"])
  func `the case of a text is that of the standard library`(text: String) {
    // A Substring has only the functions of the standard library.
    #expect(text.uppercased() == text[...].uppercased())
    #expect(text.lowercased() == text[...].lowercased())
  }

  @Test(arguments: [
    [UInt8](), Array("abc ä 🦊".utf8), [0x61, 0xFF, 0x62], [0xC3], [0xED, 0xA0, 0x80], [0x00],
  ])
  func `a text from bytes is that of the standard library`(bytes: [UInt8]) {
    let expected = String(decoding: AnyCollection(bytes), as: UTF8.self)
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
    #expect(String(decoding: ([0x61] + bytes).dropFirst(), as: UTF8.self) == expected)
  }
}
