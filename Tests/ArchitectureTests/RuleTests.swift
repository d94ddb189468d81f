// SPDX-License-Identifier: Apache-2.0

import Testing

/// Each rule of the house, on made-up files that break it.
@Suite struct RuleTests {
  static func file(_ path: String = "Sources/Inbox/A.swift", _ lines: String...) -> SourceFile {
    SourceFile(path: path, text: lines.map { $0 + "\n" }.joined())
  }

  @Test func `a breach fails, an exception covers it, and an unneeded exception fails`() {
    let breaches = [Breach(key: "a", text: "broken")]
    #expect(breaches.faults() == ["a: broken"])
    #expect(breaches.faults(excepting: ["a"]) == [])
    #expect(breaches.faults(excepting: ["a", "b"]) == ["b: this exception is not needed"])
  }

  @Test(arguments: [(300, false), (301, true)])
  func `a file has at most 300 lines`(count: Int, isLong: Bool) {
    let text = String(repeating: "let a = 1\n", count: count)
    let file = SourceFile(path: "Tests/A.swift", text: text)
    #expect(FileRule.longFiles(in: [file]).isEmpty != isLong)
    #expect(FileRule.longFiles(in: [SourceFile(path: "ATables.swift", text: text)]) == [])
  }

  @Test func `a file with Foundation formats no dates`() {
    let formats = "let a = DateFormatter()"
    #expect(UnicodeTableRule.breaches(in: [Self.file("A.swift", formats)]) == [])
    #expect(
      UnicodeTableRule.breaches(in: [Self.file("A.swift", "import Foundation", formats)]).count == 1
    )
  }

  @Test func `a file begins with its license`() {
    #expect(FileRule.filesWithoutBanner(in: [Self.file("A.swift", FileRule.banner)]) == [])
    #expect(FileRule.filesWithoutBanner(in: [Self.file("A.swift", "import Wire")]).count == 1)
  }

  @Test func `a folder has at most 15 files, those of its subfolders not counted`() {
    let files = (1...15).map { Self.file("Sources/Inbox/\($0).swift") }
    #expect(FileRule.fullFolders(in: files + [Self.file("Sources/Inbox/Spool/A.swift")]) == [])
    #expect(
      FileRule.fullFolders(in: files + [Self.file("Sources/Inbox/16.swift")]).map(\.key)
        == ["Sources/Inbox"])
  }

  @Test func `a folder without a line in the floor plan fails, and a line without a folder`() {
    let files = [Self.file("Sources/Inbox/A.swift"), Self.file("Sources/Inbox/Spool/B.swift")]
    let lines = "| `Sources/Inbox/` | a |\n| `Sources/Inbox/Spool/` | b |\n"
    #expect(FileRule.undescribedFolders(in: files, document: lines) == [])
    #expect(
      FileRule.undescribedFolders(in: files, document: "`Sources/Inbox/`, `Sources/Wire/`") == [
        Breach(key: "Sources/Inbox", text: "the document does not name Sources/Inbox/Spool/"),
        Breach(
          key: "Sources/Wire", text: "the document names Sources/Wire/, where no Swift file is"),
      ])
  }

  @Test func `an import that the table does not allow fails, and an allowance without an import`() {
    let files = [
      Self.file("Sources/Inbox/A.swift", "package import struct GRDB.Row", "import Wire")
    ]
    let breaches = ImportRule.breaches(of: "Inbox", in: files, allowed: ["Wire", "Console"])
    #expect(
      breaches.faults() == [
        "Sources/Inbox/A.swift: may not import GRDB", "Inbox: may import Console, and no file does",
      ])
    #expect(ImportRule.breaches(of: "Inbox", in: files, allowed: ["GRDB", "Wire"]) == [])
  }

  @Test(arguments: [
    ("Inbox", "import Glibc", true), ("Inbox", "internal import CLinux", true),
    ("Inbox", "// import Glibc", false), ("LinuxSystem", "import Glibc", false),
  ])
  func `libc outside of LinuxSystem fails`(target: String, line: String, isBreach: Bool) {
    let file = Self.file("Sources/\(target)/A.swift", line)
    #expect(ImportRule.rawCalls(in: [file]).isEmpty != isBreach)
  }

  @Test(arguments: [
    "final class A: @unchecked Sendable {}", "Task { await a() }", "let a = Task.detached {",
    "Task(priority: .low) { a() }", "let a = try! b()", #"fatalError("never")"#,
    "nonisolated(unsafe) var a = 1",
  ])
  func `a suspicious word needs its reason on the same line`(line: String) {
    #expect(ReasonRule.breaches(in: [Self.file("A.swift", line)]).count == 1)
    #expect(ReasonRule.breaches(in: [Self.file("A.swift", "// Why.", line)]).count == 1)
    #expect(ReasonRule.breaches(in: [Self.file("A.swift", "\(line) /// Why.")]).count == 1)
    #expect(ReasonRule.breaches(in: [Self.file("A.swift", "\(line)  // Why.")]) == [])
  }

  @Test(arguments: [
    ("let a: Task<Void, Never>", 0), ("/// Calls `fatalError()`.", 0), (#"let a = "try!""#, 0),
    (#"let a = "\(try! b())""#, 1),
  ])
  func `a word in a comment or a string is not suspicious`(line: String, count: Int) {
    #expect(ReasonRule.breaches(in: [Self.file("A.swift", line)]).count == count)
  }

  @Test func `a reason that has no room on the line stands directly above`() {
    let reason = "// " + String(repeating: "a", count: 60)
    let long = "let a = try! b(\(String(repeating: "a", count: 40)))"
    #expect(ReasonRule.breaches(in: [Self.file("A.swift", reason, long)]) == [])
    #expect(ReasonRule.breaches(in: [Self.file("A.swift", reason, "", long)]).count == 1)
    #expect(ReasonRule.breaches(in: [Self.file("A.swift", reason, "try! b()")]).count == 1)
  }

  @Test func `two types of one name fail, and a type inside of another does not`() {
    let files = [
      Self.file("A.swift", "struct A {", "  enum B {}", "}", "private actor C {}"),
      Self.file("B.swift", "public final class B {", "  struct A {}", "}"),
    ]
    #expect(TypeNameRule.breaches(in: files) == [])
    #expect(
      TypeNameRule.breaches(in: files + [Self.file("D.swift", "typealias C = Int")]).faults()
        == ["C: is declared in A.swift and D.swift"])
  }

  @Test(arguments: [
    ("import SystemPackage", "import SystemPackage"), ("let a: any B", "any"),
    ("let a = b as? C", "cast"), (#"a.map(\.b)"#, "key path"),
    ("func a() throws -> B", "untyped throws"), (#"let a = "\(b as! C)""#, "cast"),
  ])
  func `what Embedded Swift lacks fails on the way of a message`(line: String, construct: String) {
    let breaches = SendPathRule.breaches(in: [Self.file("Sources/Wire/A.swift", line)])
    #expect(breaches.map(\.key) == ["Wire: \(construct)"])
  }

  @Test(arguments: [
    "func a() throws(WireError) -> B", "let a = b as C", "// any A throws", #"let a = "any B \n""#,
    "func `any A throws`()",
  ])
  func `what Embedded Swift has passes`(line: String) {
    #expect(SendPathRule.breaches(in: [Self.file("Sources/Wire/A.swift", line)]) == [])
  }

  @Test(arguments: [
    (["#if !hasFeature(Embedded)", "let a: any B", "#endif"], 0),
    (["#if !hasFeature(Embedded)", "let a = 1", "#endif", "let a: any B"], 1),
    (["#if !hasFeature(Embedded)", "let a = 1", "#else", "let a: any B", "#endif"], 1),
    (["#if !hasFeature(Embedded)", "#if A", "#endif", "let a: any B", "#endif"], 0),
    (["#if DEBUG", "let a: any B", "#endif"], 1),
  ])
  func `what is not compiled as Embedded Swift may use all of Swift`(lines: [String], count: Int) {
    let text = lines.joined(separator: "\n")
    let file = SourceFile(path: "Sources/Wire/A.swift", text: text)
    #expect(SendPathRule.breaches(in: [file]).count == count)
  }

  @Test func `the targets of a program are all that it imports, one through another`() {
    let imports: [String: Set<String>] = [
      "netsend": ["Sending", "Glibc"], "Sending": ["Wire"], "Wire": [], "Inbox": ["Wire"],
    ]
    #expect(
      SendPathRule.targets(of: ["netsend"], imports: imports) == ["netsend", "Sending", "Wire"])
  }

  @Test(arguments: PlainEnglishRule.words.sorted())
  func `a word without an actor fails, and the same letters as a name pass`(word: String) {
    for line in ["/// Tells \(word).", "It is \(word.uppercased())'s.", "let a = \"\(word) sees\""]
    {
      #expect(PlainEnglishRule.breaches(in: line, path: "Sources/Inbox/A.swift").count == 1)
    }
    for line in ["`\(word)`", "\"\(word)\"", "/home/\(word)", "\(word):x:65534:", "a\(word)"] {
      #expect(PlainEnglishRule.breaches(in: line, path: "Sources/Inbox/A.swift") == [])
    }
  }

  @Test(arguments: PlainEnglishRule.phrases)
  func `a phrase without an actor fails`(phrase: String) {
    let breaches = PlainEnglishRule.breaches(in: "One\nWho\(phrase) it", path: "README.md")
    #expect(breaches.map(\.key) == ["README.md"])
  }

  @Test(arguments: [
    ("`Sources/Inbox/Spool`, `Tests/B.swift`.", 0), ("(Resources/docs/)", 1),
    ("`Sources/Inbox/A.swift`", 1), ("`Inbox/Spool`, `A.swift`, `Tests/NAMETests`", 0),
    ("`Inbox/Spool/A.swift`", 0), ("`Inbox/A.swift`", 1),
  ])
  func `a path to a file or a folder that does not exist fails`(text: String, count: Int) {
    let paths: Set = ["Sources/Inbox/Spool", "Sources/Inbox/Spool/A.swift", "Tests/B.swift"]
    let breaches = PathRule.breaches(in: text, path: "README.md") { paths.contains($0) }
    #expect(breaches.count == count)
  }

  @Test func `a case without its test fails, and a test that its case does not name`() {
    let files = [
      Self.file("Tests/MailslotsTests/ATests.swift", "@Test func `C1, C3: a`() {}"),
      Self.file("Tests/EndToEndTests/Network/BTests.swift", "@Test func `b (C2)`() {}"),
    ]
    let rows = ["| C1 | a | b | ATests |", "| C2 | a | b | E2E/BTests, *ATests* |"]
    #expect(
      CaseRule.breaches(in: files, document: (rows + ["| C3 | ATests |"]).joined(separator: "\n"))
        == [])
    let wrong = rows + ["| C4 | a | b | ATests, Tests/NetBIOSTests/CTests |"]
    #expect(
      CaseRule.breaches(in: files, document: wrong.joined(separator: "\n")).faults() == [
        "C4: NetBIOSTests/CTests: there is no such suite",
        "C4: MailslotsTests/ATests: no test of the suite has this number",
        "C4: NetBIOSTests/CTests: no test of the suite has this number",
        "C3: MailslotsTests/ATests: the row of the case does not name this suite",
      ])
  }
}
