// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `eve` takes names that look like those of other users, to get their messages.
@Suite struct NameAttackTests {
  private let machine: Machine

  init() throws { machine = try Machine(["ann", "ben", "eve", "Zzbig"]) }

  /// Makes the file of an alias by hand, one that `messngr name` would refuse.
  private func claim(_ name: String) throws {
    let file = name.utf8.map { byte in
      let isPlain = (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + String(format: "%02x", byte)
    }.joined()
    let made = try machine.shell(": >/run/mailslot/eve/\(file).alias", as: "eve")
    #expect(made.status == 0, "\(made.errors)")
  }

  /// The alias in eve's file name, and the name that ben types.
  static let names = [
    ("ann", "ann."), ("ann", "Ann.."), ("root", "root."), ("zzbig", "ZZBIG."), ("zzbig", "zzBig."),
    ("ａｎｎ", "ａｎｎ"), ("a\u{200C}nn", "a\u{200C}nn"), ("\u{0410}nn", "\u{0410}nn"),
    ("a\u{AD}nn", "a\u{AD}nn"), ("\u{2800}", "\u{2800}"), ("\u{3164}", "\u{3164}"),
    ("ⓐⓝⓝ", "ⓐⓝⓝ"), ("𝐚𝐧𝐧", "𝐚𝐧𝐧"), ("ann\u{E0020}", "ann\u{E0020}"),
  ]

  @Test(arguments: names)
  func `an alias file made by hand gets no message for another user`(
    file: String, typed: String
  ) throws {
    let agent = try machine.startAgent(of: "eve")
    try claim(file)
    try claim(typed.uppercased().trimmingCharacters(in: ["."]))
    let sent = try machine.netsend(as: "ben", "--no-spool", "--", typed, "for ann only")
    #expect(sent.status != 0)
    #expect(try machine.texts(of: "eve") == [])
    #expect(try machine.run("messngr", ["name", "list"], as: "ben").output == "")
    _ = agent
  }

  @Test(arguments: names.map(\.1))
  func `a name that looks like that of another user is refused`(name: String) throws {
    let agent = try machine.startAgent(of: "eve")
    let added = try machine.run("messngr", ["name", "--", name, "add"], as: "eve")
    #expect([64, 77].contains(added.status), "\(added.errors)")
    _ = agent
  }

  @Test func `a login name with a capital letter reaches its owner in any case`() throws {
    let agent = try machine.startAgent(of: "Zzbig")
    for name in ["Zzbig", "zzbig", "ZZBIG"] {
      #expect(
        try machine.netsend(as: "ben", "--no-spool", name, "for \(name)").status == 0, "\(name)")
    }
    #expect(try machine.texts(of: "Zzbig").count == 3)
    _ = agent
  }
}
