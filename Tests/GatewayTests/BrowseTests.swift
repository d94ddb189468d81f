// SPDX-License-Identifier: Apache-2.0

import Foundation
import NetBIOS
import SMBMessaging
import TestSupport
import Testing
import Wire

/// `messngr browse`: what the gateway hears, and what the machines say of their names.
@Suite(.serialized, .timeLimit(.minutes(5))) struct BrowseTests {
  private func browse(_ house: GatewayHost, _ arguments: String...) throws -> Finished {
    try house.lan.run(
      on: GatewayHost.host, GatewayHost.program("messngr"), ["browse"] + arguments,
      environment: house.environment, package: "this package's build")
  }

  private func objects(_ finished: Finished) throws -> [[String: Any]] {
    try finished.output.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
    }
  }

  @Test func `nmbd's announcements become a list, with the names it has, until it goes`() throws {
    let house = try GatewayHost(hosts: 3)
    let gateway = try house.startGateway(["workgroup=WORKGROUP"])
    let none = try browse(house)
    #expect(
      none.status == 0 && none.output.isEmpty && none.errors.contains("12 minutes"), "\(none)")
    let samba = try Samba(
      on: GatewayHost.peer, of: house, name: "HOSTA",
      ["server string = Samba of the lab", "preferred master = yes", "os level = 65"])
    let nmbd = try samba.start("nmbd")
    try house.waitUntil("nmbd is in the list") { try browse(house).output.contains("HOSTA") }
    // It has its names before it announces itself; becoming a master browser takes longer.
    try house.waitUntil("nmbd is the master") {
      try objects(browse(house, "--json")).first?["master"] as? Bool == true
    }
    let machine = try #require(try objects(browse(house, "--json")).first)
    #expect(machine["name"] as? String == "HOSTA" && machine["workgroup"] as? String == "WORKGROUP")
    #expect(machine["address"] as? String == house.lan.address(of: GatewayHost.peer))
    #expect(machine["comment"] as? String == "Samba of the lab")
    #expect(machine["messages"] as? [String] == ["HOSTA"])
    #expect((machine["names"] as? [String])?.contains("WORKGROUP<1D>") == true)
    let table = try browse(house).output.split(separator: "\n")
    #expect(table.count == 2 && table[0].hasPrefix("MACHINE"))
    #expect(
      table[1].split(separator: " ", omittingEmptySubsequences: true).prefix(5).joined(
        separator: " ") == "HOSTA 10.86.0.2 WORKGROUP* now HOSTA")
    #expect(table[1].hasSuffix("Samba of the lab"))
    let quiet = try browse(house, "--no-names")
    #expect(quiet.output.contains("not asked"), "\(quiet)")
    nmbd.signal(SIGTERM)
    try house.waitUntil("nmbd is gone") { try browse(house).output.isEmpty }
    gateway.signal(SIGTERM)
    #expect(try gateway.finish().status == 0)
    let unheard = try browse(house)
    #expect(unheard.status == 69 && unheard.errors.contains("messngr-gateway"), "\(unheard)")
  }

  @Test
  func `a user who may not use the network asks no computer, and all users may read the list`()
    throws
  {
    let house = try GatewayHost()
    let gateway = try house.startGateway()
    try send(house, ["HOSTA"], comment: "x")
    let program = try house.copyForAll(GatewayHost.program("messngr"))
    let network = house.folder.appending(path: "network")
    try Data("network = never\n".utf8).write(to: network)
    try house.waitUntil("the machine is in the list") {
      try browse(house, "--no-names").output.contains("HOSTA")
    }
    let asked = try house.lan.run(
      on: GatewayHost.host, "/usr/bin/setpriv",
      ["--reuid", "65534", "--regid", "65534", "--clear-groups", program, "browse"],
      environment: house.environment.merging(["MESSNGR_NETWORK": network.path]) { $1 },
      package: "util-linux")
    #expect(asked.status == 0 && asked.output.contains("HOSTA"), "\(asked)")
    #expect(asked.output.contains("not asked") && asked.errors.contains("network = never"))
    withExtendedLifetime(gateway) {}
  }

  @Test func `ten thousand names and terminal commands in them leave a short, clean list`() throws {
    let house = try GatewayHost(hosts: 3)
    let gateway = try house.startGateway(["log-level=info"])
    let hostile = "\u{1B}]0;owned\u{07}\u{1B}[2J\u{9B}31m\t\u{202E}x\r\ny"
    try send(house, (0..<10_000).map { "N\($0)" }, comment: hostile)
    try send(house, ["QUIET"], comment: "still heard", on: 3)
    try house.waitUntil("the other machine is in the list") {
      try browse(house, "--no-names").output.contains("QUIET")
    }
    let table = try browse(house)
    #expect(table.status == 0)
    #expect(table.output.split(separator: "\n").count <= 1 + 8 + 1, "\(table)")
    let strange = table.output.unicodeScalars.filter {
      $0 != "\n" && ($0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0 == "\u{202E}")
    }
    #expect(strange.isEmpty, "\(table)")
    #expect(table.output.contains("]0;owned[2J31m x y"), "\(table)")
    for line in try objects(browse(house, "--json", "--no-names")) {
      #expect((line["comment"] as? String)?.contains("\u{1B}") == false)
    }
    gateway.signal(SIGTERM)
    #expect(try gateway.finish().errors.contains("too-many="))
  }

  /// Announces machines, as fast as it goes.
  private func send(
    _ house: GatewayHost, _ names: [String], comment: String, on host: Int = GatewayHost.peer
  ) throws {
    let master = ScopedName(try NetBIOSName("WORKGROUP", suffix: .localMasterBrowser))
    let packets = try names.map { name in
      let announcement = BrowserAnnouncement(
        .host, of: Array(name.utf8), every: 60_000, serverType: .workstation,
        comment: Array(comment.utf8))
      return try Datagram(
        .directGroup, datagramID: 1,
        from: ScopedName(try NetBIOSName(name, suffix: .workstation)),
        at: Endpoint(address: IPv4Address(10, 86, 0, 2), port: 138), to: master,
        payload: try MailslotWrite(to: .browser, data: announcement.encoded()).encoded()
      ).encoded()
    }
    let lines = packets.map { packet in
      packet.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }.joined(separator: "\n")
    let program = """
      import socket, sys
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      for line in sys.stdin: s.sendto(bytes.fromhex(line), ("\(house.address)", 138))
      """
    let sent = try house.lan.run(
      on: host, "/usr/bin/python3", ["-c", program], input: Array(lines.utf8), package: "python3")
    guard sent.status == 0 else { throw TestProcessError.ended("python3", output: sent.errors) }
  }
}
