// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Many peers at once, of good will and of bad.
@Suite(.serialized, .timeLimit(.minutes(10))) struct LoadTests {
  static let crowd = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Fixtures/Network/crowd.py").standardized.path

  /// Addresses of the second host, beside its own.
  private static let others = (100..<120).map { "10.86.0.\($0)" }

  private func startCrowd(_ house: GatewayHost, _ arguments: [String]) throws -> Program {
    try house.lan.start(
      on: GatewayHost.peer, "/usr/bin/bash",
      ["-c", "ulimit -n 8192; exec /usr/bin/python3 \"$@\"", "bash", Self.crowd] + arguments,
      package: "python3")
  }

  /// Most memory that a program has had, in MiB: proc(5) `VmHWM`.
  private func peakMemory(of program: Program) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(program.pid)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
    return (Int(line.split(whereSeparator: { !$0.isNumber }).first ?? "") ?? 0) / 1024
  }

  @Test func `a thousand senders at once learn the truth: what is acknowledged is stored`() throws {
    let house = try GatewayHost()
    for address in Self.others {
      try house.lan.ip(on: GatewayHost.peer, "addr add \(address)/24 dev v0")
    }
    let agent = try house.startAgent()
    let gateway = try house.startGateway(["log-level=info"])
    let crowd = try startCrowd(house, ["send", house.address, "1000"] + Self.others).finish()
    // A slow machine under a sanitizer may have no room for all of them, or no turn for some of them
    // in time, and then says so.
    let acknowledged = try #require(Int(crowd.output.dropLast()))
    #expect(acknowledged >= 500, "\(crowd)")
    #expect(try Set(house.texts()).count == acknowledged)
    let others = crowd.errors.split(separator: "\n")
    let excuses = ["status 02005300", "status 02005100"]
    #expect(others.allSatisfy { line in excuses.contains { line.hasSuffix($0) } }, "\(crowd)")
    #expect(try peakMemory(of: gateway) < 400 || Sanitizer.isOn)
    withExtendedLifetime(agent) {}
  }

  @Test
  func `a host with a thousand open sessions does not lock out others, even on the same machine`()
    throws
  {
    let house = try GatewayHost(hosts: 3)
    let agent = try house.startAgent()
    let gateway = try house.startGateway(["log-level=info", "session-count=200"])
    for address in Self.others {
      try house.lan.ip(on: GatewayHost.peer, "addr add \(address)/24 dev v0")
    }
    let pipe = try startHolder(house, "hold", [house.lan.address(of: GatewayHost.peer)])
    try pipe.wait(for: "ready", in: .output)
    for host in [2, 3] {
      // A session counts as silent only after a moment.
      try house.waitUntil("host \(host) is served") {
        try house.smbclient(Array("from \(host)\n".utf8), on: host).status == 0
      }
    }
    let many = try startHolder(house, "hold", Self.others)
    try many.wait(for: "ready", in: .output)
    try house.waitUntil("host 3 is served") {
      try house.smbclient(Array("after all\n".utf8), on: 3).status == 0
    }
    #expect(try house.texts() == ["from 2", "from 3", "after all"])
    #expect(try peakMemory(of: gateway) < 400 || Sanitizer.isOn)
    withExtendedLifetime((agent, pipe, many)) {}
  }

  @Test func `slow, endless, oversized and unfinished sessions do not lock out others for long`()
    throws
  {
    let house = try GatewayHost(hosts: 3)
    let agent = try house.startAgent()
    let gateway = try house.startGateway(["log-level=info"])
    for address in Self.others {
      try house.lan.ip(on: GatewayHost.peer, "addr add \(address)/24 dev v0")
    }
    // Who goes there says no farewell, so that the gateway has half of each connection left.
    let wall = """
      add table ip wall
      add chain ip wall out { type filter hook output priority 0; }
      add rule ip wall out tcp dport 139 tcp flags & (fin | rst) != 0 drop
      """
    let walled = try house.lan.run(
      on: GatewayHost.peer, "/usr/sbin/nft", ["-f", "-"], input: Array(wall.utf8),
      package: "nftables")
    #expect(walled.status == 0, "\(walled)")
    let attack = try startHolder(house, "attack", Self.others)
    try attack.wait(for: "ready", in: .output)
    var count = 0
    for number in 0..<5 {
      // A newcomer may have to wait until one of those has been silent for long enough.
      try house.waitUntil("message \(number) is taken") {
        count += 1
        return try house.smbclient(Array("through \(number)\n".utf8), on: 3).status == 0
      }
    }
    #expect(count < 50)
    attack.signal(SIGKILL)
    let after = try house.smbclient(Array("afterwards\n".utf8), on: 3)
    #expect(after.status == 0 && !after.errors.contains("cli_message"), "\(after)")
    let texts = try house.texts()
    #expect(texts == (0..<5).map { "through \($0)" } + ["afterwards"])
    #expect(try peakMemory(of: gateway) < 400 || Sanitizer.isOn)
    gateway.signal(SIGTERM)
    let figures = try gateway.finish()
    #expect(figures.status == 0 && figures.errors.contains("malformed="), "\(figures)")
    withExtendedLifetime(agent) {}
  }

  /// Starts a program that opens sessions and sends too little in them, until it ends.
  private func startHolder(
    _ house: GatewayHost, _ mode: String, _ sources: [String]
  ) throws -> Program {
    try house.lan.start(
      on: GatewayHost.peer, "/usr/bin/bash",
      [
        "-c", "ulimit -n 8192; sleep infinity | /usr/bin/python3 \"$@\"", "bash", Self.crowd,
        mode, house.address, "1000",
      ] + sources, package: "python3")
  }

  @Test func `three thousand forged addresses get no more together than datagrams may have`() throws
  {
    let house = try GatewayHost()
    let agent = try house.startAgent()
    let gateway = try house.startGateway(["log-level=info", "datagram-limit=200 per 600 s"])
    let packet = try GatewayDatagramTests.packet(text: "forged   ")
    let hex = packet.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let forger = try house.lan.start(
      on: GatewayHost.host, "/usr/bin/bash",
      [
        "-c", "ulimit -n 8192; exec /usr/bin/python3 \"$@\"", "bash", Self.crowd, "forge",
        "127.0.0.1:138", "9000", hex,
      ], package: "python3")
    try forger.wait(for: "done", in: .output)
    // A session proves its address, so it has nothing to do with that limit.
    let sent = try house.smbclient(Array("still here\n".utf8))
    #expect(sent.status == 0 && !sent.errors.contains("cli_message"), "\(sent)")
    gateway.signal(SIGTERM)
    let figures = try gateway.finish().errors
    #expect(figures.contains("too-many-in-all="), "\(figures)")
    let texts = try house.texts()
    #expect(texts.contains("still here"))
    #expect((150...220).contains(texts.count), "\(texts.count) \(figures)")
    withExtendedLifetime(agent) {}
  }

  @Test func `a flood of datagrams ends, and a message still comes through`() throws {
    let house = try GatewayHost(hosts: 3)
    let agent = try house.startAgent()
    let gateway = try house.startGateway(["log-level=info", "message-limit=20 per 600 s"])
    let packet = try GatewayDatagramTests.packet(text: "flood    ")
    let hex = packet.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let flood = try startCrowd(house, ["flood", house.address, "20000", hex])
    let sent = try house.smbclient(Array("still here\n".utf8), on: 3)
    #expect(sent.status == 0 && !sent.errors.contains("cli_message"), "\(sent)")
    try flood.wait(for: "done", in: .output)
    let after = try house.smbclient(Array("afterwards\n".utf8), on: 3)
    #expect(after.status == 0 && !after.errors.contains("cli_message"), "\(after)")
    let texts = try house.texts()
    #expect(texts.contains("still here") && texts.contains("afterwards"))
    #expect(texts.count <= 22)
    #expect(try peakMemory(of: gateway) < 400 || Sanitizer.isOn)
    gateway.signal(SIGTERM)
    #expect(try gateway.finish().status == 0)
    withExtendedLifetime(agent) {}
  }
}
