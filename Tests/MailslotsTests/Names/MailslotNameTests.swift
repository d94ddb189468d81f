// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Mailslots
import Testing

@Suite struct MailslotNameTests {
  @Test(
    arguments: [
      (#"\\.\mailslot\x"#, "x"),
      (#"\\.\MailSlot\x"#, "x"),
      ("//./mailslot/x", "x"),
      (#"\\.\mailslot/x"#, "x"),
      (#"\\?\mailslot\x"#, "x"),
      ("x", "x"),
      (#"a\b"#, #"a\b"#),
      ("a/b", #"a\b"#),
      ("MESSNGR", "messngr"),
      ("Straße.1", "straße.1"),
    ] as [(String, String)])
  func `C1, C8, C11: a name is read in all its spellings`(text: String, path: String) throws {
    #expect(try MailslotName(text).path == path)
    #expect(try MailslotName(text).host == .local)
  }

  @Test func `C2: a full name has its prefix`() {
    #expect(
      errorOf { () throws(MailslotError) in try MailslotName(fullName: "blah") }
        == .invalidName("blah"))
    #expect(MailslotError.invalidName("blah").win32Code == 123)
    #expect(
      errorOf { () throws(MailslotError) in try MailslotName(fullName: "//./mailslot/x") } == nil)
  }

  @Test(arguments: [
    "", #"\\.\mailslot\"#, #"\\.\mailslot"#, #"\\.\mailslot\x\"#, #"a\\b"#, #"\a"#, #"a\"#, "a//b",
    ".", "..", #"a\..\b"#, #"a\."#, #"..\x"#, "...", " ", #"\\.\mailslot\. ."#, "a\0b",
    #"\\.\pipe\x"#,
    #"\\.\x"#, #"\\"#, #"\\\mailslot\x"#, #"\\?\mailslot\a\..\b"#, #"\\?\mailslot\"#,
  ])
  func `C4, C5, C9: a text with an empty or a special part is no name`(text: String) {
    #expect(errorOf { () throws(MailslotError) in try MailslotName(text) } == .invalidName(text))
  }

  @Test func `C6: a name of several parts is one file`() throws {
    let name = try MailslotName(#"\\.\mailslot\a\b\c"#)
    #expect(name.encodedFileName == "a%5cb%5cc")
    #expect(try name != MailslotName("a"))
  }

  @Test(
    arguments: [
      ("Foo", "fOO", true), ("É", "é", true), ("Ω", "ω", true),
      ("\u{E9}", "e\u{301}", false), ("ı", "i", false), ("ı", "I", false), ("ſ", "s", false),
      ("𐐀", "𐐨", false), ("ß", "ss", false), ("ÿ", "Ÿ", true),
    ] as [(String, String, Bool)])
  func `C7: names are compared unit by unit without case`(a: String, b: String, same: Bool) throws {
    let (left, right) = (try MailslotName(a), try MailslotName(b))
    #expect((left == right) == same)
    #expect((left.encodedFileName == right.encodedFileName) == same)
    #expect(!same || left.hashValue == right.hashValue)
  }

  @Test func `C8: behind the verbatim prefix a slash is no separator`() throws {
    #expect(try MailslotName(#"\\?\mailslot\a/b"#).encodedFileName == "a%2fb")
  }

  @Test(
    arguments: [
      ("x. ", "x"), ("x...", "x"), (#"a.\b ."#, #"a.\b"#), (#"\\?\mailslot\x. "#, "x. "),
      (" x", " x"),
      ("x .y", "x .y"),
    ] as [(String, String)])
  func `C9: dots and blanks at the end are dropped, but not behind the verbatim prefix`(
    text: String, path: String
  ) throws {
    #expect(try MailslotName(text).path == path)
  }

  @Test(
    arguments: [
      (#"R:\FRED"#, "r%3a%5cfred"), ("a.b c", "a%2eb%20c"), ("50%", "50%25"), ("x~y", "x%7ey"),
      ("a_b-c9", "a_b-c9"), ("é", "%c3%89"), ("a\nb", "a%0ab"), ("😀", "%f0%9f%98%80"),
    ] as [(String, String)])
  func `C10: everything but NUL is allowed and escaped`(text: String, file: String) throws {
    let name = try MailslotName(text)
    #expect(name.encodedFileName == file)
    #expect(MailslotName(encodedFileName: file) == name)
  }

  @Test func `C12, C13: a name has at most 255 units, and is not cut`() throws {
    #expect(try MailslotName(String(repeating: "x", count: 255)).path.count == 255)
    #expect(
      try MailslotName(#"\\.\mailslot\"# + String(repeating: "x", count: 255)).path.count == 255)
    let long = String(repeating: "x", count: 256)
    #expect(errorOf { () throws(MailslotError) in try MailslotName(long) } == .nameTooLong(long))
    #expect(MailslotError.nameTooLong(long).win32Code == 206)
    // Beyond the first plane a character is two units.
    let wide = String(repeating: "😀", count: 128)
    #expect(errorOf { () throws(MailslotError) in try MailslotName(wide) } == .nameTooLong(wide))
  }

  @Test(
    arguments: [
      (#"\\*\mailslot\x"#, .everyComputer), (#"\\HOST\mailslot\x"#, .named("HOST")),
      ("//host/mailslot/x", .named("host")), (#"\\.\mailslot\x"#, .local),
    ] as [(String, MailslotName.Host)])
  func `C34: a prefix says which computer`(text: String, host: MailslotName.Host) throws {
    let name = try MailslotName(text)
    #expect(name.host == host)
    #expect(name.description == text.replacing("/", with: "\\"))
  }

  @Test(
    arguments: [
      (#"\\SERVER\mailslot\x"#, #"\\server\mailslot\x"#, true),
      (#"\\server\mailslot\x"#, #"\\other\mailslot\x"#, false),
      (#"\\server\mailslot\x"#, #"\\.\mailslot\x"#, false),
      (#"\\*\mailslot\x"#, #"\\*\mailslot\X"#, true),
    ] as [(String, String, Bool)])
  func `C34: names of computers are compared without case`(a: String, b: String, same: Bool) throws
  {
    let (left, right) = (try MailslotName(a), try MailslotName(b))
    #expect((left == right) == same)
    #expect(!same || left.hashValue == right.hashValue)
  }

  @Test(arguments: [true, false])
  func `C34: the computer's own name is this computer`(isUpperCase: Bool) throws {
    let host = isUpperCase ? HostName.current.uppercased() : HostName.current.lowercased()
    let short = String(host.prefix { $0 != "." })
    for host in [host, short] {
      #expect(try MailslotName(#"\\\#(host)\mailslot\x"#).isOnThisComputer)
    }
    #expect(try MailslotName("x").isOnThisComputer)
    for other in ["*", "not-\(short)", "\(short).other.example"] where other != host {
      #expect(try !MailslotName(#"\\\#(other)\mailslot\x"#).isOnThisComputer)
    }
  }

  @Test func `a long name ends in the hash of all of it`() throws {
    let a = try MailslotName(String(repeating: "x", count: 80))
    let b = try MailslotName(String(repeating: "x", count: 81))
    let c = try MailslotName(String(repeating: "x", count: 80) + "y")
    #expect(a.encodedFileName == String(repeating: "x", count: 80))
    // `printf 'x%.0s' {1..81} | sha256sum`, the first 32 digits.
    #expect(
      b.encodedFileName == String(repeating: "x", count: 40) + "~"
        + "4d1f7bb876c6aae013f06a7430b8c654")
    #expect(b.encodedFileName != c.encodedFileName)
    #expect(MailslotName(encodedFileName: a.encodedFileName) == a)
    #expect(MailslotName(encodedFileName: b.encodedFileName) == nil)
  }

  @Test(arguments: [
    "", "demo.lock", ".demo", "A", "%5C", "%zz", "%4", "%41", "a%", "%ff", "a%5c", "%2e", "a%00",
    "é",
  ])
  func `a file name that the code does not make belongs to no mailslot`(file: String) {
    #expect(MailslotName(encodedFileName: file) == nil)
  }

  @Test func `the messenger's mailslot has the name that Windows gave it`() throws {
    #expect(try MailslotName(#"\\.\mailslot\MESSNGR"#) == .messenger)
    #expect(MailslotName.messenger.description == #"\\.\mailslot\messngr"#)
    #expect(MailslotName.messenger.encodedFileName == "messngr")
  }
}
