// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Messages to real Samba on another computer.
@Suite(.timeLimit(.minutes(5))) struct SambaSendTests {
  private let desk: NetworkDesk
  private let samba: SambaHost

  init() throws {
    desk = try NetworkDesk()
    samba = try SambaHost("BRAVO", on: desk.network.a, of: desk.network)
  }

  @Test func `smbd gets the text as it was typed`() throws {
    try samba.startFileServer()
    let hosts = try desk.hosts("\(desk.network.a.address)  BRAVO#03")
    try desk.set("lmhosts = \(hosts)")
    let long = (0..<150).map { "\($0) 9 letters".suffix(10) }.joined()
    let umlauts = String(repeating: "Grüße aus Köln, Zoë! ", count: 20) + "ß"
    for text in ["Lunch?", long, "two\nlines", umlauts, "tab\tand \"quotes\" & $(id)"] {
      let finished = try desk.netsend("--from", "ALICE", #"\\BRAVO"#, text)
      #expect(finished.status == 0, "\(finished.errors)")
      let message = try #require(try samba.messages().last)
      #expect(message.from == "ALICE")
      #expect(message.text == text)
    }
    #expect(
      try desk.netsend("-v", #"\\BRAVO"#, "x").errors
        == "The message was successfully sent to \\\\BRAVO.\n")
  }

  @Test func `a letter that the code page lacks is replaced, and netsend says so`() throws {
    try samba.startFileServer()
    try desk.set("lmhosts = \(try desk.hosts("\(desk.network.a.address)  BRAVO"))")
    let finished = try desk.netsend("--json", #"\\BRAVO"#, "10 € 😀")
    #expect(finished.status == 0)
    #expect(finished.output.contains(#""replaced":2"#))
    let message = try #require(try samba.messages().last)
    #expect(message.text == "10 ? ?")
  }

  @Test func `nmbd answers for the name to a broadcast, as WINS, and in its node status`()
    throws
  {
    try samba.startFileServer()
    try samba.startNameServer()
    try desk.set("network = off")
    #expect(try desk.netsend(#"\\BRAVO"#, "by broadcast").status == 0)
    #expect(try desk.netsend(#"\\\#(desk.network.a.address)"#, "by address").status == 0)
    #expect(try desk.netsend("BRAVO", "off").status == 67)
    #expect(try desk.netsend("--network", "bravo", "asked for").status == 0)
    try desk.set("network = on")
    #expect(try desk.netsend("BRAVO", "by name").status == 0)
    // No computer gets these broadcasts: the answer is the name server's.
    try desk.set(
      "wins-server = \(desk.network.a.address)", "broadcast = \(NetworkNamespaces.unusedAddress)")
    #expect(try desk.netsend(#"\\BRAVO"#, "by WINS").status == 0)
    for (type, status) in [("P", 0), ("M", 0), ("B", 67)] as [(String, Int32)] {
      try desk.set(
        "wins = \(desk.network.a.address)", "broadcast = \(NetworkNamespaces.unusedAddress)",
        "node-type = \(type)")
      #expect(try desk.netsend(#"\\BRAVO"#, "as \(type)").status == status, "\(type)")
    }
    #expect(try desk.netsend(#"\\NOBODY"#, "x").status == 67)
    try desk.set("network = never")
    #expect(try desk.netsend(#"\\BRAVO"#, "never").errors.contains("(3025)"))
    #expect(
      try samba.messages().map(\.text)
        == ["by broadcast", "by address", "asked for", "by name", "by WINS", "as P", "as M"])
  }
}
