// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Testing

@testable import DaemonSupport

@Suite struct ConfigurationFileTests {
  static let path = FilePath("/etc/messngr/config.yaml")

  static func read(_ text: String) -> ConfigurationFile {
    ConfigurationFile(path: path, contents: Array(text.utf8))
  }

  /// The problems, one in each line: `7: reason`, or `-: reason` for the whole file.
  static func problems(_ text: String) -> [String] {
    read(text).problems.map { problem in
      guard case .file(path, let line) = problem.place else { return "elsewhere" }
      return "\(line.map(String.init) ?? "-"): \(problem.reason)"
    }
  }

  @Test(arguments: ["", "\n\n", "# nothing\n", "---\n", "---\n...\n", "\u{FEFF}", "{}", "''"])
  func `an empty file is allowed`(text: String) {
    let file = Self.read(text)
    #expect(file.problems == [])
    #expect(file.entries == [])
  }

  @Test func `values are texts, with their lines`() {
    let file = Self.read(
      """
      # A comment.
      a: no
      b: 22:30

      c: 0x10
      d: [1, yes, "x y"]
      e:
        - mon-fri 22:00-07:00
        # between them
        - 'sat,sun 00:00-24:00'
      f:
      g: {h: i}
      j: [[k]]
      l: "\\u00e9"
      """)
    #expect(file.problems == [])
    #expect(
      file.entries == [
        .init(key: "a", value: .text("no"), line: 2),
        .init(key: "b", value: .text("22:30"), line: 3),
        .init(key: "c", value: .text("0x10"), line: 5),
        .init(key: "d", value: .list(["1", "yes", "x y"], lines: [6, 6, 6]), line: 6),
        .init(
          key: "e", value: .list(["mon-fri 22:00-07:00", "sat,sun 00:00-24:00"], lines: [8, 10]),
          line: 7),
        .init(key: "f", value: .text(""), line: 11),
        .init(key: "g", value: .other, line: 12),
        .init(key: "j", value: .other, line: 13),
        .init(key: "l", value: .text("é"), line: 14),
      ])
  }

  @Test(arguments: [
    (
      "display: auto\n\tquiet: x\n",
      "2: is not valid YAML: found a tab character that violates indentation"
    ),
    ("a: b: c\n", "1: is not valid YAML: mapping values are not allowed in this context"),
    ("a: 'b\n", "2: is not valid YAML: found unexpected end of stream"),
    ("a: [b\n", "2: is not valid YAML: did not find expected ',' or ']'"),
    ("a: *b\n", "1: is not valid YAML: found undefined alias"),
    ("a: 1\nb: 2\na: 3\n", "1: has a key more than once: a"),
    ("a: 1\n---\nb: 2\n", "2: is not valid YAML: but found another document"),
    ("just words\n", "1: expected lines like key: value"),
    ("- a\n- b\n", "1: expected lines like key: value"),
    ("a: 1\n? [x]\n: 2\n", "2: a key must be a word"),
    ("%YAML 9.9\n---\na: 1\n", "1: is not valid YAML: found incompatible YAML document"),
    ("a: \u{1}\n", "-: is not valid YAML: control characters are not allowed"),
    ("a: \0\n", "-: is not text in UTF-8"),
  ])
  func `text that cannot be read is reported with its line`(text: String, problem: String) {
    #expect(Self.problems(text) == [problem])
  }

  @Test(
    arguments: [
      [0xFF, 0xFE, 0x41, 0x00], [0x7F, 0x45, 0x4C, 0x46, 0x02, 0x01, 0x01, 0x00], [0xC3, 0x28],
    ] as [[UInt8]])
  func `a file that is not text is refused`(bytes: [UInt8]) {
    let file = ConfigurationFile(path: Self.path, contents: bytes)
    #expect(file.problems.map(\.reason) == ["is not text in UTF-8"])
  }

  @Test func `a file that is too large is refused before it is parsed`() {
    let bytes = [UInt8](repeating: 0x23, count: 10_000_000)
    let file = ConfigurationFile(path: Self.path, contents: bytes)
    #expect(file.problems.map(\.reason) == ["is larger than 262144 bytes"])
    #expect(Self.problems(String(repeating: "#", count: 262_144)) == [])
  }

  @Test func `a few aliases are allowed, and too many are refused`() {
    let file = Self.read("deny: &them [bob, eve]\nquiet: *them\n")
    #expect(file.problems == [])
    #expect(file.entries.last?.value == .list(["bob", "eve"], lines: [1, 1]))
    let levels = (1...9).map { level in
      "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ","))]"
    }
    let bomb = "a0: &a0 [lol]\n" + levels.joined(separator: "\n") + "\n? *a9\n: boom\n"
    #expect(Self.problems(bomb) == ["-: has more than 8 aliases"])
  }

  @Test func `the largest expansion of eight aliases is refused quickly`() {
    let base = "a: &a [" + String(repeating: "x,", count: 30_000) + "]\n"
    let text = base + "b: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\n? [*c,*c]\n: 1\n"
    #expect(Self.problems(text) == ["4: a key must be a word"])
  }

  @Test(arguments: ["[", "{a: ", "- ", "? "])
  func `a file with very deep nesting is refused`(opening: String) {
    let text = String(repeating: opening, count: 262_144 / opening.utf8.count)
    #expect(Self.problems(text).count == 1)
  }

  @Test func `every prefix of a file is read or refused`() {
    let text =
      "# é\ndisplay: \"auto\"\ndeny: [bob, 'eve']\nquiet-hours:\n  - mon 1:00-2:00\n? x\n: &y z\n"
    let bytes = Array(text.utf8)
    for count in 0...bytes.count {
      let file = ConfigurationFile(path: Self.path, contents: Array(bytes[..<count]))
      #expect(file.problems.count <= 1)
    }
  }

  @Test func `a file with one wrong byte is read or refused`() {
    let bytes = Array("display: auto\ndeny:\n  - bob\nquiet: [\"eve\"]\n".utf8)
    for index in bytes.indices {
      for byte in UInt8(0)...0x82 {
        var wrong = bytes
        wrong[index] = byte
        let file = ConfigurationFile(path: Self.path, contents: wrong)
        #expect(file.problems.count <= 2)
      }
    }
  }
}
