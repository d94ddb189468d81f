// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// How a gateway starts: its ports, its rights, its configuration.
@Suite(.serialized, .timeLimit(.minutes(5))) struct StartingTests {
  @Test
  func `with ports from the service manager it needs no rights, and its word is not believed`()
    throws
  {
    let house = try GatewayHost()
    let agent = try house.startAgent()
    let program = try house.copyForAll(GatewayHost.program("messngr-gateway"))
    let bind = """
      import os, socket, sys
      kinds = [(socket.SOCK_STREAM, 139), (socket.SOCK_DGRAM, 138), (socket.SOCK_DGRAM, 137)]
      sockets = []
      for number, (kind, port) in enumerate(kinds):
          s = socket.socket(socket.AF_INET, kind)
          s.bind(("0.0.0.0", port))
          if kind == socket.SOCK_STREAM: s.listen(1024)
          sockets.append(s)
      for number, s in enumerate(sockets): os.dup2(s.fileno(), 103 + number)
      for number in range(3): os.dup2(103 + number, 3 + number)
      os.closerange(6, 200)
      os.setgroups([]); os.setgid(65534); os.setuid(65534)
      os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="3")
      os.execv(sys.argv[1], sys.argv[1:])
      """
    let gateway = try house.lan.start(
      on: GatewayHost.host, "/usr/bin/python3",
      ["-c", bind, program, "--config", "/dev/null", "--set", "machine=\(GatewayHost.name)"],
      environment: house.environment, package: "python3")
    try gateway.wait(for: "name claimed interface=v0 name=ROOT<03>", in: .errors)
    #expect(gateway.text(.errors).contains("sessions on TCP 139"))
    // The columns of ss(8): state, connections that wait, and how many may wait.
    let sockets = try house.lan.run(
      on: GatewayHost.host, "/usr/bin/ss", ["-Hltn", "sport = :139"], package: "iproute2")
    let backlog = sockets.output.split(separator: " ").dropFirst(2).first.flatMap { Int($0) }
    #expect((backlog ?? 0) >= 1024, "\(sockets)")
    let sent = try house.smbclient(Array("no rights\n".utf8))
    #expect(sent.status == 0 && !sent.errors.contains("cli_message"), "\(sent)")
    let message = try #require(try house.inbox().first)
    #expect(message["text"] as? String == "no rights")
    #expect(message["origin"] as? String == "mailslot")
    #expect(message["senderName"] as? String == "nobody")
    gateway.signal(SIGTERM)
    #expect(try gateway.finish().status == 0)
    withExtendedLifetime(agent) {}
  }

  @Test func `without rights it says which one it lacks`() throws {
    let house = try GatewayHost()
    let program = try house.copyForAll(GatewayHost.program("messngr-gateway"))
    let done = try house.lan.run(
      on: GatewayHost.host, "/usr/bin/setpriv",
      [
        "--reuid", "65534", "--regid", "65534", "--clear-groups", "--no-new-privs", program,
        "--config", "/dev/null",
      ], environment: house.environment, package: "util-linux")
    #expect(done.status == 77 && done.errors.contains("CAP_NET_BIND_SERVICE"), "\(done)")
  }

  @Test(arguments: [
    (["--set", "sessions=maybe"], 78, "sessions cannot be \"maybe\""),
    (["--set", "sesions=no"], 78, "there is no setting \"sesions\"; did you mean sessions?"),
    (["--set", "x"], 64, "key=value"),
    (
      ["--set", "sessions=no", "--set", "datagrams=no", "--set", "name-service=no"], 78,
      "turned off"
    ),
  ])
  func `what cannot be used is said in a line`(
    arguments: [String], status: Int32, text: String
  ) throws {
    let done = try Program(
      GatewayHost.program("messngr-gateway"), ["--config", "/dev/null"] + arguments
    ).finish()
    #expect(done.status == status && done.errors.contains(text), "\(done)")
  }

  @Test func `our own sender and our own receiver understand each other`() throws {
    let house = try GatewayHost()
    let agent = try house.startAgent()
    let gateway = try house.startGateway(isNamed: true)
    let empty = house.folder.appending(path: "elsewhere").path
    let elsewhere = ["MAILSLOT_ROOT": "\(empty)/mailslot", "MESSNGR_SPOOL": "\(empty)/spool"]
    let text = String(repeating: "Grüße aus der Ferne. ", count: 20)
    let sent = try house.lan.run(
      on: GatewayHost.peer, GatewayHost.program("netsend"), [#"\\GATEHOUSE"#, text],
      environment: elsewhere, package: "this package's build")
    #expect(sent.status == 0, "\(sent)")
    #expect(try house.texts() == [text])
    let group = try house.lan.run(
      on: GatewayHost.peer, GatewayHost.program("netsend"), ["/domain", "to all"],
      environment: elsewhere, package: "this package's build")
    #expect(group.status == 0, "\(group)")
    try house.waitUntil("the second is there") { try house.texts().count == 2 }
    #expect(try house.texts().last == "to all")
    withExtendedLifetime((agent, gateway)) {}
  }
}
