// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@Suite struct MessageNameTests {
  @Test(arguments: [
    ("ops", "OPS"), ("Ops", "oPS"), ("straße", "STRAßE"), ("Störung", "STÖRUNG"),
    ("Sto\u{308}rung", "STÖRUNG"), ("ops", "ops  "), ("  ops", "ops"), ("σ", "Σ"),
  ])
  func `names are the same`(left: String, right: String) throws {
    let (left, right) = (try MessageName(left), try MessageName(right))
    #expect(left == right)
    #expect(left.hashValue == right.hashValue)
    #expect(left.folded == right.folded)
  }

  @Test(arguments: [("ops", "op"), ("o ps", "ops"), ("ü", "u"), ("ß", "ss"), ("ops", "0ps")])
  func `names are not the same`(left: String, right: String) throws {
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
  func `a word that is no name is refused`(text: String, error: MessageNameError) {
    #expect(throws: error) { try MessageName(text) }
  }

  @Test(arguments: ["a", "...", ".a", "a*", "a@b", "-", "A B", "ＯＰＳ", "מפעיל", "🦊"])
  func `a word that is unusual is a name`(text: String) throws {
    #expect(try MessageName(text).text == text)
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
    (.tooLong(byteCount: 300, limit: 256), "the name has 300 bytes; at most 256 are possible"),
    (.forbiddenCharacter("/"), "a name cannot hold '/'"),
    (.forbiddenCharacter("\u{7}"), "a name cannot hold the control character U+0007"),
    (.forbiddenCharacter("\u{202E}"), "a name cannot hold the control character U+202E"),
    (.reserved("*"), "'*' is not a name"),
  ])
  func `an error is one line for a person`(error: MessageNameError, line: String) {
    #expect(error.description == line)
  }
}
