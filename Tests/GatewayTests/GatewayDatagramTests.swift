// SPDX-License-Identifier: Apache-2.0

import Foundation
import NetBIOS
import SMBMessaging
import TestSupport
import Testing
import Wire

/// Datagrams for the Messenger and other mailslots.
@Suite(.serialized, .timeLimit(.minutes(5))) struct GatewayDatagramTests {
  static func packet(
    _ kind: Datagram.Kind = .directUnique, to label: String = "ROOT",
    _ suffix: NameSuffix = .messenger, body to: String = "ROOT", text: String,
    mailslot: RemoteMailslotName = .messenger
  ) throws -> [UInt8] {
    let body = MessengerBody(
      from: Array("WIN98USER".utf8), to: Array(to.utf8), text: Array(text.utf8))
    return try Datagram(
      kind, datagramID: 7, from: ScopedName(try NetBIOSName("WIN98", suffix: .workstation)),
      at: Endpoint(address: IPv4Address(10, 86, 0, 2), port: 138),
      to: ScopedName(try NetBIOSName(label, suffix: suffix)),
      payload: try MailslotWrite(to: mailslot, data: try body.encoded()).encoded()
    ).encoded()
  }

  @Test func `messages to user, machine and workgroup arrive once, with their address (C98)`()
    throws
  {
    let house = try GatewayHost()
    let agent = try house.startAgent()
    let gateway = try house.startGateway(["name-service=no"])
    let unique = try Self.packet(text: "to root")
    // The same over two paths.
    try house.sendUDP([unique], port: 138, from: 138)
    try house.sendUDP([unique], to: "10.86.0.255", port: 138, from: 138)
    try house.sendUDP(
      [
        Self.packet(
          .directUnique, to: GatewayHost.name, .workstation, body: "ROOT", text: "machine")
      ], port: 138)
    for target in ["10.86.0.255", "255.255.255.255"] {
      try house.sendUDP(
        [
          Self.packet(
            .directGroup, to: "WORKGROUP", .workstation, body: "WORKGROUP", text: "all \(target)")
        ], to: target, port: 138)
    }
    // The gateway delivers none of these.
    try house.sendUDP(
      [
        Self.packet(to: "BRAVO", text: "not ours"), Self.packet(body: "BRAVO", text: "not ours"),
        Array("GET / HTTP/1.0\r\n\r\n".utf8), Array(unique.prefix(100)),
      ], port: 138)
    // What was sent over one socket is taken in turn: behind a session, all of it is there.
    try house.sendUDP([Self.packet(text: "last")], port: 138)
    let expected = ["to root", "machine", "all 10.86.0.255", "all 255.255.255.255", "last"]
    try house.waitUntil("all messages are there") { try house.texts().count >= expected.count }
    #expect(try house.texts().sorted() == expected.sorted())
    let message = try #require(try house.inbox().first)
    #expect(message["origin"] as? String == "datagram 10.86.0.2")
    #expect(message["from"] as? String == "WIN98USER")
    gateway.signal(SIGTERM)
    let figures = try gateway.finish().errors
    #expect(figures.contains("datagram-message=5"), "\(figures)")
    #expect(figures.contains("duplicate=1 malformed=2 not-for-us=1"), "\(figures)")
    #expect(figures.contains("unknown-recipient=1"), "\(figures)")
    withExtendedLifetime(agent) {}
  }

  @Test func `a mailslot of the machine takes writes if the configuration says so`() throws {
    let house = try GatewayHost()
    let gateway = try house.startGateway([#"mailslots=demo,backup\*"#, "name-service=no"])
    let reader = try Program(
      GatewayHost.program("mailslot"), ["read", #"\\.\mailslot\backup\status"#, "--count", "1"],
      environment: house.environment)
    let slot = house.folder.appending(path: "mailslot/root")
    try house.waitUntil("the mailslot is there") {
      let files = try? FileManager.default.contentsOfDirectory(atPath: slot.path)
      return files?.contains { $0.hasPrefix("backup") } ?? false
    }
    let name = try RemoteMailslotName(#"\MAILSLOT\Backup\STATUS"#)
    let refused = try RemoteMailslotName(#"\MAILSLOT\other"#)
    try house.sendUDP(
      [
        Self.packet(to: GatewayHost.name, .workstation, text: "no", mailslot: refused),
        Self.packet(to: GatewayHost.name, .workstation, text: "done", mailslot: name),
      ], port: 138)
    let read = try reader.finish()
    #expect(read.status == 0 && read.output.contains("done"), "\(read)")
    gateway.signal(SIGTERM)
    #expect(try gateway.finish().errors.contains("mailslot=1"))
  }

  @Test func `no spelling of the Messenger's mailslot brings a message that seems to be from here`()
    throws
  {
    let house = try GatewayHost()
    let agent = try house.startAgent()
    let gateway = try house.startGateway(["mailslots=*", "name-service=no"])
    // With a pair behind the text that only users of this machine may send.
    let data = Array("root\0ROOT\0from afar\0messngr=1\0urgency=critical\0".utf8)
    let spellings = [
      "MESSNGR.", "MESSNGR..", "messngr ", "MESSNGR. ", #"\.\mailslot\messngr"#,
      "//./mailslot/messngr",
    ]
    for spelling in spellings {
      let name = try RemoteMailslotName(#"\MAILSLOT\"# + spelling)
      try house.sendUDP(
        [
          Datagram(
            .directUnique, datagramID: 7,
            from: ScopedName(try NetBIOSName("WIN98", suffix: .workstation)),
            at: Endpoint(address: IPv4Address(10, 86, 0, 2), port: 138),
            to: ScopedName(try NetBIOSName("ROOT", suffix: .messenger)),
            payload: try MailslotWrite(to: name, data: data).encoded()
          ).encoded()
        ], port: 138)
    }
    try house.sendUDP([Self.packet(text: "last")], port: 138)
    try house.waitUntil("the last message is there") { try house.texts().contains("last") }
    #expect(try house.texts() == ["last"])
    gateway.signal(SIGTERM)
    #expect(try gateway.finish().errors.contains("mailslot=\(spellings.count)"))
    withExtendedLifetime(agent) {}
  }

  @Test func `the lines of mailslot write arrive over the network, all and in their order`() throws
  {
    let house = try GatewayHost()
    let gateway = try house.startGateway(["mailslots=demo", "log-level=info"])
    let reader = try Program(
      GatewayHost.program("mailslot"), ["read", "demo", "--count", "400"],
      environment: house.environment)
    try house.waitUntil("the mailslot is there") {
      let slot = house.folder.appending(path: "mailslot/root")
      let files = try? FileManager.default.contentsOfDirectory(atPath: slot.path)
      return files?.contains { $0.hasPrefix("demo") } ?? false
    }
    try gateway.wait(for: "name claimed interface=v0 name=GATEHOUSE<00>", in: .errors)
    let lines = (1...400).map { "line \($0)\n" }.joined()
    let written = try house.runElsewhere(
      "mailslot", ["write", #"\\GATEHOUSE\mailslot\demo"#, "--lines"], input: Array(lines.utf8))
    #expect(written.status == 0 && written.errors.isEmpty, "\(written)")
    #expect(try reader.finish().output == lines)
    withExtendedLifetime(gateway) {}
  }

  @Test func `datagrams of one sender are delivered in their order`() throws {
    let house = try GatewayHost()
    let agent = try house.startAgent()
    let gateway = try house.startGateway(["name-service=no", "log-level=info"])
    let hex = try Self.packet(text: "row      ").map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    let row = try house.lan.run(
      on: GatewayHost.peer, "/usr/bin/python3",
      [LoadTests.crowd, "row", "\(house.address):138", "200", hex.joined()], package: "python3")
    #expect(row.status == 0, "\(row)")
    try house.waitUntil("all messages are there") { try house.texts().count >= 200 }
    let numbers = try house.texts().compactMap { Int($0.dropFirst()) }
    #expect(numbers == Array(0..<200))
    withExtendedLifetime((agent, gateway)) {}
  }
}
