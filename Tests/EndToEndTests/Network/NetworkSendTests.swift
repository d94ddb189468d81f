// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What netsend and mailslot send over the network, and the errors of an unreachable recipient.
@Suite(.timeLimit(.minutes(5))) struct NetworkSendTests {
  private let desk: NetworkDesk

  init() throws { desk = try NetworkDesk() }

  @Test func `a name that no computer has gives 2273 within the deadline`() throws {
    let finished = try desk.netsend(#"\\NOBODY"#, "x")
    #expect(finished.status == 67)
    #expect(finished.errors.contains("(2273)"))
    #expect(finished.duration >= .milliseconds(700))
    let hasty = try desk.netsend("--deadline", "0.1", #"\\NOBODY"#, "x")
    #expect(hasty.status == 67)
  }

  @Test func `a closed port, a dead host and a machine without a network are 2136`() throws {
    let hosts = try desk.hosts(
      "\(desk.network.a.address) BRAVO", "\(NetworkNamespaces.unusedAddress) DEAD",
      "192.0.2.1 ELSEWHERE")
    try desk.set("lmhosts = \(hosts)")
    for (name, reason) in [
      ("BRAVO", "Connection refused"), ("DEAD", "No route to host"),
      ("ELSEWHERE", "Network is unreachable"),
    ] {
      let finished = try desk.netsend("--deadline", "20", #"\\\#(name)"#, "x")
      #expect(finished.status == 69)
      #expect(finished.errors.contains("(2136)"))
      #expect(finished.errors.contains(reason), "\(finished.errors)")
    }
  }

  @Test func `a broken line of the settings is named`() throws {
    try desk.set("# fine", "network = perhaps")
    let finished = try desk.netsend(#"\\BRAVO"#, "x")
    #expect(finished.status == 69)
    #expect(finished.errors.contains("line 2: 'network = perhaps'"))
  }

  @Test func `a text too long for the network is 65, also to a user who cannot be reached here`()
    throws
  {
    try desk.set("network = on")
    let text = [UInt8](repeating: 0x78, count: 4096)
    // `games` is an account of every Debian, and `nosuchuser` of none.
    for recipient in ["games", "nosuchuser", #"\\BRAVO"#] {
      let finished = try desk.netsend(recipient, "-", input: text)
      #expect(finished.status == 65, "\(recipient): \(finished)")
      #expect(finished.errors.contains("4096 bytes; at most 4095"), "\(finished)")
    }
    let shorter = try desk.netsend("games", "-", input: text.dropLast())
    #expect(shorter.status == 67, "\(shorter)")
  }

  @Test(arguments: ["fd00::2", "[fd00::2]", "fe80::1%v0", "::1", "::ffff:192.0.2.1"])
  func `an address of IPv6 is refused with the reason`(address: String) throws {
    let sent = try desk.netsend(#"\\\#(address)"#, "x")
    #expect(sent.status == 67 && sent.errors.contains("has no IPv6"), "\(sent)")
    #expect(sent.duration < .milliseconds(700), "nothing is asked on the network")
    let written = try desk.mailslot("write", #"\\\#(address)\mailslot\demo"#, "x")
    #expect(written.status == 67 && written.errors.contains("has no IPv6"), "\(written)")
  }

  private static let fields = [
    "ip.dst", "nbdgm.type", "nbdgm.source_name", "nbdgm.destination_name", "nbdgm.src.ip",
    "mailslot.name", "mailslot.class", "data.data", "_ws.malformed", "_ws.expert.message",
    "udp.srcport", "nbdgm.src.port",
  ]

  @Test func `a message to a workgroup is a datagram that Wireshark reads`() throws {
    try desk.set("workgroup = LAB", "network = on")
    let packets = try desk.capture("udp port 138", fields: Self.fields) {
      #expect(try desk.netsend("--from", "ALICE", "/domain:sales", "Zoë\nbye").status == 0)
      #expect(try desk.netsend("--from", "ALICE", "/domain", "hi").status == 0)
      let everyone = try desk.netsend("-v", "--from", "ALICE", "*", "hi")
      #expect(everyone.status == 0)
      #expect(everyone.errors.contains("/DOMAIN:LAB"))
    }
    let bodies = [("SALES", "5a6f8914627965"), ("LAB", "6869"), ("LAB", "6869")]
    #expect(packets.count == bodies.count)
    for (packet, body) in zip(packets, bodies) {
      let group = body.0.utf8.map { String($0, radix: 16) }.joined()
      #expect(packet[0] == NetworkNamespaces.broadcastAddress)
      #expect(packet[1] == "17")
      #expect(packet[2].hasSuffix("<00>"))
      #expect(packet[3] == "\(body.0)<00>")
      #expect(packet[4] == desk.network.b.address)
      #expect(packet[5...6] == [#"\MAILSLOT\MESSNGR"#, "2"])
      #expect(packet[7] == "414c49434500" + group + "00" + body.1 + "00")
      // Nothing malformed, no warning; but Wireshark takes some source ports for traceroute's.
      #expect(packet[8...9].allSatisfy { $0.isEmpty || $0.hasPrefix("Possible traceroute") })
      // root may send from this port.
      #expect(packet[10...] == ["138", "138"])
    }
  }

  @Test func `C85: a text too long for a datagram is refused before anything is sent`() throws {
    try desk.set("workgroup = LAB", "network = on")
    // 424 bytes less ALICE, LAB and three NULs.
    let longest = String(repeating: "x", count: 413)
    let packets = try desk.capture("udp port 138", fields: ["data.len"]) {
      #expect(try desk.netsend("--from", "ALICE", "/domain", longest).status == 0)
      for recipient in ["/domain", "*"] {
        let finished = try desk.netsend("--from", "ALICE", recipient, longest + "x")
        #expect(finished.status == 65)
        #expect(finished.errors.contains("414 bytes; at most 413"))
      }
      #expect(try desk.netsend("--from", "SIXTEEN-LETTERS-", "/domain", "x").status == 65)
    }
    #expect(packets == [["424"]])
    // Samba's nmbd passes on 406 bytes: 395 of text here.
    let most = String(longest.prefix(395))
    #expect(try desk.netsend("--from", "ALICE", "/domain", most).errors == "")
    for style in [[], ["--json"]] {
      let longer = try desk.netsend(style + ["--from", "ALICE", "/domain", most + "x"])
      #expect(longer.status == 0 && longer.errors.contains("no text of more than 395 bytes"))
    }
  }

  @Test func `C34, C82, C91, C92, C97: a write to a remote mailslot is one datagram`() throws {
    let hosts = try desk.hosts("\(desk.network.a.address) BRAVO")
    try desk.set("workgroup = LAB", "lmhosts = \(hosts)")
    let packets = try desk.capture("udp port 138", fields: Self.fields) {
      for (name, text) in [
        (#"\\BRAVO\mailslot\test1\Sample"#, "hello"), (#"\\*\mailslot\demo"#, "hello"),
        (#"\\lab\mailslot\demo"#, "x"),
      ] {
        let finished = try desk.mailslot("write", name, text)
        #expect(finished.status == 0, "\(finished.errors)")
      }
    }
    #expect(
      packets.map { Array($0[0...1]) + Array($0[3...7].filter { $0 != desk.network.b.address }) }
        == [
          ["10.77.0.1", "16", "BRAVO<00>", #"\MAILSLOT\TEST1\SAMPLE"#, "2", "68656c6c6f"],
          ["10.77.0.255", "17", "LAB<00>", #"\MAILSLOT\DEMO"#, "2", "68656c6c6f"],
          ["10.77.0.255", "17", "LAB<00>", #"\MAILSLOT\DEMO"#, "2", "78"],
        ])
    #expect(packets.allSatisfy { $0[8...] == ["", "", "138", "138"] })
  }

  /// Case, name, computer or workgroup, bytes, whether it goes out.
  static let sizes: [(String, String, String, Int, Bool)] = [
    ("C83", "demo", "BRAVO", 428, true), ("C83", "demo", "BRAVO", 429, false),
    ("C83", "messngr", "BRAVO", 424, true), ("C83", "messngr", "BRAVO", 427, false),
    ("C83", "ninebytes", "BRAVO", 420, true), ("C83", "ninebytes", "BRAVO", 421, false),
    ("C84", "demo", "*", 424, true), ("C85", "demo", "*", 427, false),
    ("C86", "demo", "BRAVO", 425, false), ("C86", "demo", "BRAVO", 426, false),
    ("C87", "demo", "BRAVO", 1000, false), ("C90", "demo", "BRAVO", 0, true),
  ]

  @Test func `C83 to C90: a remote mailslot takes what fits, and nothing is cut`() throws {
    try desk.set("lmhosts = \(try desk.hosts("\(desk.network.a.address) BRAVO"))")
    let packets = try desk.capture("udp port 138", fields: ["mailslot.name", "data.len"]) {
      for (number, name, host, count, isSent) in Self.sizes {
        let finished = try desk.mailslot(
          "write", #"\\\#(host)\mailslot\\#(name)"#, input: [UInt8](repeating: 0x78, count: count))
        #expect((finished.status == 0) == isSent, "\(number) \(name) \(count)")
        if !isSent {
          #expect(finished.status == 65)
          #expect(finished.errors.contains("(error 53)"), "\(number) \(count)")
        }
      }
    }
    // Wireshark does not look into a write of no bytes.
    #expect(
      packets
        == Self.sizes.filter(\.4).map {
          $0.3 == 0 ? ["", ""] : [#"\MAILSLOT\\#($0.1.uppercased())"#, "\($0.3)"]
        })
  }

  @Test
  func `C33, C89: a mailslot without a reader is no error, C35: a network that is off is one`()
    throws
  {
    try desk.set("lmhosts = \(try desk.hosts("\(desk.network.a.address) BRAVO"))")
    #expect(try desk.mailslot("write", #"\\BRAVO\mailslot\nobody"#, "x").status == 0)
    #expect(try desk.mailslot("write", #"\\NOBODY\mailslot\x"#, "x").status == 67)
    try desk.set("network = never")
    let finished = try desk.mailslot("write", #"\\BRAVO\mailslot\nobody"#, "x")
    #expect(finished.status == 69)
    #expect(finished.errors.contains("(error 3025)"))
  }
}
