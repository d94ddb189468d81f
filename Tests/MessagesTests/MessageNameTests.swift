// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@Suite struct MessageNameTests {
  @Test(arguments: [
    ("ops", "OPS"), ("Ops", "oPS"), ("straße", "STRAßE"), ("Störung", "STÖRUNG"),
    ("Sto\u{308}rung", "STÖRUNG"), ("ops", "ops  "), ("  ops", "ops"), ("σ", "Σ"),
  ])
  func `names that differ only in case are equal`(left: String, right: String) throws {
    let (left, right) = (try MessageName(left), try MessageName(right))
    #expect(left == right)
    #expect(left.hashValue == right.hashValue)
    #expect(left.folded == right.folded)
  }

  @Test(arguments: [
    ("desk", true), ("DESK", true), ("Desk.lan", true), ("desk.lan.", true), ("desk.", true),
    ("desk.la", false), ("lan", false), ("desk2", false), ("des", false), ("...", false),
  ])
  func `a machine has its host name, and that up to the first dot`(name: String, isIt: Bool) throws
  {
    #expect(try MessageName(name).isMachine("desk.lan") == isIt)
    #expect(try !MessageName(name).isMachine(""))
  }

  @Test(arguments: [("ops", "op"), ("o ps", "ops"), ("ü", "u"), ("ß", "ss"), ("ops", "0ps")])
  func `other names are not equal`(left: String, right: String) throws {
    #expect(try MessageName(left) != MessageName(right))
  }

  @Test(arguments: [
    ("", MessageNameError.empty), ("   ", .empty),
    ("a/b", .forbiddenCharacter("/")), ("\\\\HOST", .forbiddenCharacter("\\")),
    ("/users", .forbiddenCharacter("/")), ("/\u{301}", .forbiddenCharacter("/")),
    ("a\0b", .forbiddenCharacter("\0")), ("a\nb", .forbiddenCharacter("\n")),
    ("a\u{7F}", .forbiddenCharacter("\u{7F}")), ("\u{85}a", .forbiddenCharacter("\u{85}")),
    ("ops\u{202E}", .forbiddenCharacter("\u{202E}")),
    ("ops\u{FEFF}", .forbiddenCharacter("\u{FEFF}")),
    (".", .reserved(".")), ("..", .reserved("..")), ("@", .reserved("@")), ("*", .reserved("*")),
    ("*OPS", .reserved("*OPS")), ("*\u{301}", .reserved("*\u{301}")), (" * ", .reserved("*")),
  ])
  func `other words are refused as names`(text: String, error: MessageNameError) {
    #expect(throws: error) { try MessageName(text) }
  }

  @Test(arguments: ["a", "...", ".a", "a*", "a@b", "-", "A B", "ＯＰＳ", "מפעיל", "🦊"])
  func `an unusual word can be a name`(text: String) throws {
    #expect(try MessageName(text).text == text)
  }

  @Test(arguments: [
    "ops", "a.b c", "größe", "Zoë", "o'brien", "a+b=c", "ночь", "Größe-1", "מפעיל", "オペレータ",
    "σίγμα",
    "हिन्दी", "서울", "abc日本", "٣ ليلة", "Տուն",
    // Marks of Cyrillic that are not alphabetic belong to no alphabet.
    "n\u{483}n", "n\u{A66F}n", "n\u{A67C}n",
  ])
  func `an ordinary name is not misleading`(text: String) throws {
    let name = try MessageName(text)
    #expect(!name.mayMislead)
  }

  @Test(arguments: [
    "ａｎｎ", "a\u{200C}nn", "a\u{200D}nn", "a\u{AD}nn", "ann\u{200B}", "ann\u{E0020}", "\u{2800}",
    "\u{3164}",
    "\u{115F}", "ann\u{FFA0}", "ⓐⓝⓝ", "𝐚𝐧𝐧", "ⅰv", "ª", "maſter", "ıt", "\u{430}nn", "ann\u{3BF}",
    "\u{430}\u{440}\u{440}", "\u{395}\u{3A4}\u{391}",
    "\u{455}\u{441}\u{43E}\u{440}\u{435}-1", "\u{13A0}nn", "o\u{585}ps", "ﬁn", "🦊", "a\u{2024}b",
    "a\u{FE0F}", "a\u{A0}b", "n\u{2DE0}n", "n\u{A67B}n",
  ])
  func `a name that looks like another one, or is invisible, is misleading`(text: String) throws {
    let name = try MessageName(text)
    #expect(name.mayMislead)
  }

  @Test func `a name may have 256 bytes and not one more`() throws {
    let text = String(repeating: "é", count: 128)
    #expect(try MessageName(text).description == text)
    #expect(throws: MessageNameError.tooLong(byteCount: 257, limit: 256)) {
      try MessageName(text + "e")
    }
  }

  @Test(arguments: [
    (MessageNameError.empty, "a name cannot be empty"),
    (.tooLong(byteCount: 300, limit: 256), "the name has 300 bytes; a name has at most 256"),
    (.forbiddenCharacter("/"), "a name cannot hold '/'"),
    (.forbiddenCharacter("\u{7}"), "a name cannot hold the control character U+0007"),
    (.forbiddenCharacter("\u{202E}"), "a name cannot hold the control character U+202E"),
    (.reserved("*"), "'*' is not a name"),
  ])
  func `an error is one line for the user`(error: MessageNameError, line: String) {
    #expect(error.description == line)
  }
}
