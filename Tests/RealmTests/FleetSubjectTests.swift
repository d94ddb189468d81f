// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Realm

/// The names of subjects and of the stream.
@Suite struct FleetSubjectTests {
  private let lab: DomainLabel

  init() throws { lab = try #require(DomainLabel("lab")) }

  @Test(arguments: [
    ("ann", "ann"), ("Ann", "ann"), ("ann.b", "ann%2eb"), ("*", "%2a"), (">", "%3e"),
    ("a b", "a%20b"),
    ("müller", "m%c3%bcller"), ("a-b_c", "a-b_c"), ("%61", "%2561"), ("\u{0}", "%00"),
    ("@wheel", "%40wheel"),
  ])
  func `a name is one token, and the token is that name`(name: String, text: String) throws {
    let token = try #require(SubjectToken(name))
    #expect(token.text == text)
    #expect(SubjectToken(encoded: text) == token)
    #expect(!text.contains { ".*> ".contains($0) })
  }

  @Test(arguments: [
    "", "Ann", "a.b", "*", ">", "a b", "%", "%4", "%4g", "%61", "%2E", "%c3", "%ff", "ä",
    "a%2a\u{0}",
    String(repeating: "a", count: 257),
  ])
  func `any other text is no token`(text: String) {
    #expect(SubjectToken(encoded: text) == nil)
  }

  @Test(arguments: FleetSubject.Kind.allCases)
  func `a subject is read as it was written`(kind: FleetSubject.Kind) throws {
    let subject = try #require(FleetSubject(kind, to: "ann.b", from: "Bob", at: "web1.lab"))
    let text = subject.text(in: lab)
    #expect(text == "msgr.lab.\(kind.rawValue).ann%2eb.from.web1%2elab.bob")
    #expect(FleetSubject(decoding: text, in: lab) == subject)
    let live = "live" + text.dropFirst(4)
    #expect(FleetSubject(decoding: live, in: lab) == subject)
  }

  @Test(arguments: [
    "", "msgr", "msgr.lab.to.ann.from.web1", "msgr.lab.to.ann.from.web1.bob.x",
    "msgr.lab.to.ann.at.web1.bob",
    "msgr.lab.who.ann.from.web1.bob", "msgr.other.to.ann.from.web1.bob",
    "msgr.lab.to..from.web1.bob",
    "msgr.lab.to.ann.from.web1.", "msgr.lab.to.Ann.from.web1.bob", "who.lab.to.ann.from.web1.bob",
    "msgr.lab.to.*.from.web1.bob", "live.other.to.ann.from.web1.bob",
  ])
  func `any other text is no subject`(text: String) {
    #expect(FleetSubject(decoding: text, in: lab) == nil)
  }

  @Test func `every proper prefix of a subject is refused`() throws {
    let text = "msgr.lab.to.ann.from.web1.bob"
    for count in 0..<text.count - 3 {
      let prefix = String(text.prefix(count))
      #expect(FleetSubject(decoding: prefix, in: lab) == nil, "\(prefix)")
    }
  }

  @Test(arguments: [
    ("lab", "lab"), ("LAB", "lab"), ("a", "a"), ("lab-2", "lab-2"), ("", nil), ("2lab", nil),
    ("lab-", nil),
    ("l.b", nil), ("l b", nil), ("läb", nil), ("*", nil), (String(repeating: "a", count: 64), nil),
  ])
  func `names of realms and machines are labels`(text: String, expected: String?) {
    #expect(DomainLabel(text)?.text == expected)
  }

  @Test func `the patterns of a user hold one name only`() {
    let layout = FleetLayout(lab)
    #expect(layout.stream == "MSGR_lab")
    #expect(layout.filter(.messages(to: "Ann")) == "msgr.lab.to.ann.from.>")
    #expect(layout.filter(.messages(to: "*")) == "msgr.lab.to.%2a.from.>")
    #expect(layout.liveFilter(.messages(to: "ann")) == "live.lab.to.ann.from.>")
    #expect(layout.presence(of: "ann") == "who.lab.ann")
    #expect(layout.presence(of: "") == nil)
  }
}
