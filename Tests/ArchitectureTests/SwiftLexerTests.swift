// SPDX-License-Identifier: Apache-2.0

import Testing

/// What the rules see of a Swift file.
@Suite struct SwiftLexerTests {
  @Test(arguments: [
    ("let a = 1  // one", "let a = 1  ", "// one"),
    ("a /* b /* c */ d */ e", "a  e", "/* b /* c */ d */"),
    (#"a("b // c")"#, #"a("")"#, ""),
    (#"a("b \" c", d)"#, #"a("", d)"#, ""),
    (##"a(#"b " \(c) "#, d)"##, #"a("", d)"#, ""),
    (##"a(#"b \#(c("d")) e"#)"##, #"a("" c(""))"#, ""),
    (#"a("\(b ? "c" : "(") d", e)"#, #"a("" b ? "" : "", e)"#, ""),
    ("func `any // name`() {}", "func () {}", ""),
    ("#if DEBUG", "#if DEBUG", ""),
    ("a / b", "a / b", ""),
  ])
  func `code, comments and literals are kept apart`(text: String, code: String, comment: String) {
    let lexer = SwiftLexer(text)
    #expect(lexer.code == [code])
    #expect(lexer.comments == [comment])
  }

  @Test func `a string of several lines, and a comment of several lines, keep their lines`() {
    let lexer = SwiftLexer("a = \"\"\"\n  throws \" // \\(b)\n  \"\"\" + c\n/* d\n e */ f")
    #expect(lexer.code == ["a = \"\"", " b", " + c", "", " f"])
    #expect(lexer.comments == ["", "", "", "/* d", " e */"])
  }
}
