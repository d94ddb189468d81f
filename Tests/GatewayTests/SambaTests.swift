// SPDX-License-Identifier: Apache-2.0

import Foundation
import NetBIOS
import TestSupport
import Testing

/// Beside Samba, which holds the ports.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SambaTests {
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Resources/libexec/samba-message").path

  @Test func `a gateway that finds every port taken names the owner, and says what to do`() throws {
    let house = try GatewayHost()
    let first = try house.startGateway()
    let second = try house.lan.run(
      on: GatewayHost.host, GatewayHost.program("messngr-gateway"), ["--config", "/dev/null"],
      environment: house.environment, package: "this package's build")
    #expect(second.status == 69)
    for text in [
      "sessions: another program uses port 139", "datagrams: another program uses port 138",
      "name service: another program uses port 137",
      "nmbd", "smbd", "message command = ", "which does not exist", "no port could be opened",
    ] {
      #expect(second.errors.contains(text), "\(text): \(second.errors)")
    }
    withExtendedLifetime(first) {}
  }

  @Test func `datagrams that nmbd hands over arrive once`() throws {
    let house = try GatewayHost()
    let samba = try Samba(on: GatewayHost.host, of: house, name: GatewayHost.name)
    let nmbd = try samba.start("nmbd")
    for name in ["GATEHOUSE#00", "WORKGROUP#00"] {
      try house.waitUntil("nmbd has the name \(name)") {
        try house.lan.run(
          on: GatewayHost.peer, "/usr/bin/nmblookup",
          [
            "-s", "/dev/null", "--option=interfaces=\(house.lan.address(of: GatewayHost.peer))/24",
            name,
          ], package: "samba-common-bin"
        ).status == 0
      }
    }
    let agent = try house.startAgent()
    let gateway = try house.startGateway(["nmbd-socket=\(samba.unexpected)"])
    #expect(gateway.text(.errors).contains("listening: datagrams from nmbd, sessions on TCP 139"))
    #expect(gateway.text(.errors).contains("\(samba.unexpected), which the gateway uses now"))
    let packet = try GatewayDatagramTests.packet(
      .directGroup, to: "WORKGROUP", .workstation, body: "ROOT", text: "through nmbd")
    try house.sendUDP([packet], to: "10.86.0.255", port: 138, from: 138)
    try house.waitUntil("the message is there") { try !house.texts().isEmpty }
    #expect(try house.texts() == ["through nmbd"])
    #expect(try house.inbox()[0]["origin"] as? String == "datagram 10.86.0.2")
    withExtendedLifetime((agent, nmbd)) {}
  }

  @Test func `smbd passes messages on with the recipe of the manual`() throws {
    let house = try GatewayHost()
    // smbd runs it as the user `nobody`, who cannot read the build folder.
    let netsend = try house.copyForAll(GatewayHost.program("netsend"))
    let script = try house.copyForAll(Self.script)
    let variables = house.paths.merging(["MESSNGR_NETSEND": netsend]) { $1 }
      .map { "\($0)=\($1)" }.sorted().joined(separator: " ")
    let samba = try Samba(
      on: GatewayHost.host, of: house, name: GatewayHost.name,
      ["message command = /usr/bin/env \(variables) \(script) %s %f %m"])
    let smbd = try samba.start("smbd")
    let agent = try house.startAgent()
    try house.waitUntil("smbd listens") {
      try house.smbclient(Array("Grüße\nzwei\n".utf8), from: "$(id) & `x`").status == 0
    }
    try house.waitUntil("the message is there") { try !house.texts().isEmpty }
    let message = try house.inbox()[0]
    #expect(message["text"] as? String == "Grüße\nzwei")
    #expect((message["from"] as? String)?.hasSuffix("@gatehouse") == false)
    #expect(message["senderName"] as? String == "nobody")
    #expect(message["origin"] as? String == "mailslot")
    withExtendedLifetime((agent, smbd)) {}
  }

  @Test func `the recipe runs no word of a stranger's, and is back at once`() throws {
    let house = try GatewayHost()
    let record = house.folder.appending(path: "record").path
    let file = house.folder.appending(path: "message").path
    try Data("text $(touch \(record).x)\n".utf8).write(to: URL(filePath: file))
    let netsend = house.folder.appending(path: "netsend").path
    let body =
      "#!/bin/sh\nsleep 1\nprintf '%s\\n' \"$@\" >'\(record).part'\ncat >>'\(record).part'\nmv '\(record).part' '\(record)'\n"
    let write = try Program(
      "/bin/sh", ["-c", "cat >\"$1\" && chmod 755 \"$1\"", "sh", netsend],
      environment: ["PATH": "/usr/bin:/bin"], input: Array(body.utf8)
    ).finish()
    #expect(write.status == 0)
    let hostile = "a'; touch \(record).x; \"$(touch \(record).x)`touch \(record).x`\n--to\nx"
    let done = try Program(
      Self.script, [file, hostile, "--quiet"],
      environment: ["PATH": "/usr/bin:/bin", "MESSNGR_NETSEND": netsend]
    ).finish()
    #expect(done.status == 0 && done.duration < .milliseconds(900), "\(done)")
    try house.waitUntil("it was sent") { FileManager.default.fileExists(atPath: record) }
    let lines = try String(contentsOfFile: record, encoding: .utf8).split(separator: "\n")
    #expect(lines.first == "--quiet" && lines[1] == "--from")
    #expect(lines[3] == "--to" && lines[4] == "/users" && lines.count == 6)
    #expect(lines[5] == "text $(touch \(record).x)")
    #expect(!FileManager.default.fileExists(atPath: "\(record).x"))
    try house.waitUntil("the file is gone") { !FileManager.default.fileExists(atPath: file) }
  }

  @Test(arguments: [[], ["/nonexistent", "a", "b"], ["/tmp", "a", "b"], ["/etc/passwd", "a"]])
  func `the recipe says how it is used`(arguments: [String]) throws {
    let done = try Program(Self.script, arguments, environment: ["PATH": "/usr/bin:/bin"]).finish()
    #expect(done.status == 64 && done.errors.contains("usage"))
  }
}
