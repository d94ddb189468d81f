// SPDX-License-Identifier: Apache-2.0

import Console
import Testing

@Suite struct SpellingTests {
  private let commands = ["inbox", "read", "search", "reply", "dnd", "run", "doctor"]

  @Test(arguments: [
    ("inbx", "inbox"), ("raed", "read"), ("serach", "search"), ("docter", "doctor"),
    ("dn", "dnd"), ("rum", "run"), ("inbox", "inbox"),
  ])
  func `a mistyped word has its neighbour`(typed: String, known: String) {
    #expect(Spelling.nearest(to: typed, in: commands) == known)
    #expect(Spelling.hint(for: typed, in: commands) == "; did you mean \(known)?")
  }

  @Test(arguments: ["", "x", "send", "messages", String(repeating: "inbox", count: 900)])
  func `a word that is like none has no neighbour`(typed: String) {
    #expect(Spelling.nearest(to: typed, in: commands) == nil)
    #expect(Spelling.hint(for: typed, in: commands).isEmpty)
  }

  @Test func `the options are those that a help text names`() {
    let help = "  -t, --to NAME   text\n      --json   see --to; a -- b [--keep|--all=x]."
    #expect(Spelling.options(in: help) == ["--to", "--json", "--keep", "--all"])
  }
}
