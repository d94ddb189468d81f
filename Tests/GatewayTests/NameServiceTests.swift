// SPDX-License-Identifier: Apache-2.0

import Foundation
import NetBIOS
import TestSupport
import Testing
import Wire

/// Names on the network, looked at by nmblookup, nbtscan, nmap and nmbd.
@Suite(.serialized, .timeLimit(.minutes(5))) struct NameServiceTests {
  @Test func `others find the machine and the person on it, until the gateway goes`() throws {
    let house = try GatewayHost()
    let agent = try house.startAgent()
    let gateway = try house.startGateway(isNamed: true)
    for name in ["ROOT#03", "GATEHOUSE#03", "GATEHOUSE#00", "WORKGROUP#00"] {
      let found = try house.nmblookup([name])
      #expect(found.output.contains("\(house.address) "), "\(name): \(found)")
    }
    for arguments in [["-S", GatewayHost.name], ["-A", house.address]] {
      let status = try house.nmblookup(arguments)
      for line in [
        "GATEHOUSE       <00>", "GATEHOUSE       <03>", "ROOT            <03>", "<GROUP>",
      ] {
        #expect(status.output.contains(line), "\(arguments): \(status)")
      }
    }
    let card = try house.lan.run(
      on: GatewayHost.host, "/usr/bin/cat", ["/sys/class/net/v0/address"], package: "coreutils")
    let address = card.output.dropLast().uppercased().replacing(":", with: "-")
    let status = try house.nmblookup(["-A", house.address])
    #expect(status.output.contains("MAC Address = \(address)"), "\(status)")
    let scan = try house.lan.run(
      on: GatewayHost.peer, "/usr/bin/nbtscan", [house.address], package: "nbtscan")
    #expect(scan.output.contains("GATEHOUSE") && scan.output.contains("ROOT"), "\(scan)")
    let nmap = try house.lan.run(
      on: GatewayHost.peer, "/usr/bin/nmap",
      ["-sU", "-p137", "--script", "nbstat", "-Pn", "-n", house.address], package: "nmap")
    #expect(nmap.output.contains("ROOT<03>             Flags: <unique><active>"), "\(nmap)")

    // And messages find their way by the name alone.
    let sent = try house.lan.run(
      on: GatewayHost.peer, "/usr/bin/smbclient",
      [
        "-M", "ROOT", "-U", "alice", "-s", "/dev/null",
        "--option=interfaces=\(house.lan.address(of: GatewayHost.peer))/24",
      ], input: Array("by name\n".utf8), package: "smbclient")
    #expect(sent.status == 0, "\(sent)")
    #expect(try house.texts() == ["by name"])

    gateway.signal(SIGTERM)
    #expect(try gateway.finish().status == 0)
    #expect(gateway.text(.errors).contains("name given up interface=v0 name=ROOT<03>"))
    #expect(try house.nmblookup(["ROOT#03"]).status == 1)
    withExtendedLifetime(agent) {}
  }

  @Test func `who logs in gets a name on the network, and so does an alias`() throws {
    let house = try GatewayHost()
    let gateway = try house.startGateway(["sessions=no", "datagrams=no"])
    let agent = try house.startAgent()
    try gateway.wait(for: "name claimed interface=v0 name=ROOT<03>", in: .errors)
    let taken = try Program(
      GatewayHost.program("messngr"), ["name", "OPS", "add"], environment: house.environment
    ).finish()
    #expect(taken.status == 0, "\(taken)")
    try gateway.wait(for: "name claimed interface=v0 name=OPS<03>", in: .errors)
    agent.signal(SIGTERM)
    #expect(try agent.finish().status == 0)
    try gateway.wait(for: "name given up interface=v0 name=OPS<03>", in: .errors)
  }

  @Test func `of two machines with one name the first keeps it`() throws {
    let house = try GatewayHost()
    let first = try house.startGateway(["sessions=no", "datagrams=no"])
    try first.wait(for: "name claimed interface=v0 name=GATEHOUSE<03>", in: .errors)
    let second = try house.startGateway(on: GatewayHost.peer, ["sessions=no", "datagrams=no"])
    try second.wait(for: "name refused by=owned", in: .errors)
    try first.wait(for: "name defended", in: .errors)
    // Any computer may have the name of a group.
    try second.wait(for: "name claimed interface=v0 name=WORKGROUP<00>", in: .errors)
    #expect(!second.text(.errors).contains("name claimed interface=v0 name=GATEHOUSE"))
  }

  @Test func `of two machines that start together with one name only one gets it`() throws {
    let house = try GatewayHost()
    let quiet = ["sessions=no", "datagrams=no"]
    let both = try [2, 1].map { try house.launchGateway(on: $0, quiet) }
    for gateway in both {
      // The last of the names of the machine is claimed when all others are decided.
      try gateway.wait(for: "name claimed interface=v0 name=WORKGROUP<00>", in: .errors)
    }
    for suffix in ["00", "03"] {
      let claims = both.map {
        $0.text(.errors).contains("name claimed interface=v0 name=GATEHOUSE<\(suffix)>")
      }
      #expect(claims.filter { $0 }.count == 1, "\(both.map { $0.text(.errors) })")
      let found = try house.nmblookup(["GATEHOUSE#\(suffix)"])
      #expect(found.output.split(separator: "\n").count == 1, "\(found)")
    }
  }

  @Test func `a name that another machine gives up, or loses, is claimed`() throws {
    let house = try GatewayHost()
    let quiet = ["sessions=no", "datagrams=no"]
    let first = try house.startGateway(quiet)
    try first.wait(for: "name claimed interface=v0 name=GATEHOUSE<03>", in: .errors)
    let second = try house.startGateway(on: GatewayHost.peer, quiet)
    try second.wait(for: "name refused by=owned", in: .errors)
    first.signal(SIGTERM)
    #expect(try first.finish().status == 0)
    let start = ContinuousClock.now
    try second.wait(for: "name claimed interface=v0 name=GATEHOUSE<03>", in: .errors)
    #expect(start.duration(to: .now) < .seconds(5))
    // Who is gone without a word is noticed by asking again.
    let third = try house.startGateway(quiet)
    try third.wait(for: "name refused by=owned", in: .errors)
    second.end()
    try third.wait(for: "name claimed interface=v0 name=GATEHOUSE<03>", in: .errors)
  }

  @Test func `nmbd gives way to a name of ours`() throws {
    let house = try GatewayHost()
    let gateway = try house.startGateway(["sessions=no", "datagrams=no"])
    try gateway.wait(for: "name claimed interface=v0 name=GATEHOUSE<03>", in: .errors)
    let samba = try Samba(on: GatewayHost.peer, of: house, name: GatewayHost.name)
    let nmbd = try samba.start("nmbd")
    try gateway.wait(for: "name defended", in: .errors)
    withExtendedLifetime(nmbd) {}
  }

  @Test func `the gateway logs a forged demand to give a name up, and keeps the name`() throws {
    let house = try GatewayHost()
    let gateway = try house.startGateway(["sessions=no", "datagrams=no"])
    try gateway.wait(for: "name claimed interface=v0 name=GATEHOUSE<03>", in: .errors)
    let name = ScopedName(try NetBIOSName(GatewayHost.name, suffix: .messenger))
    let demand = try NameServicePacket(transactionID: 7, .conflictDemand(name)).encoded()
    try house.sendUDP([demand, demand], port: 137, from: 137)
    try gateway.wait(for: "another machine demands a name; it is kept", in: .errors)
    #expect(try house.nmblookup(["GATEHOUSE#03"]).status == 0)
    let warnings = gateway.text(.errors).split(separator: "\n").filter { $0.contains("it is kept") }
    #expect(warnings.count == 1)
  }
}
