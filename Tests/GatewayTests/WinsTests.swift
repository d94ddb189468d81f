// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Names at a WINS server, which is Samba's nmbd on another host.
@Suite(.serialized, .timeLimit(.minutes(5))) struct WinsTests {
  private static let server = 3
  private static let other = 2

  /// A network with a WINS server that keeps a name for four seconds, if it is not refreshed.
  private func network() throws -> (house: GatewayHost, server: Program) {
    let lan = try Lan(hosts: 3)
    let house = try GatewayHost(on: lan, host: GatewayHost.host)
    let samba = try Samba(
      on: Self.server, of: house, name: "WINSBOX",
      ["wins support = yes", "min wins ttl = 4", "max wins ttl = 4", "log level = 3"])
    let nmbd = try samba.start("nmbd")
    try house.waitUntil("the WINS server answers") {
      try lookUp("WINSBOX#20", house).status == 0
    }
    return (house, nmbd)
  }

  /// Asks the server, and no other computer.
  private func lookUp(_ name: String, _ house: GatewayHost) throws -> Finished {
    try house.nmblookup(
      ["-U", house.lan.address(of: Self.server), "--recursion", name], on: Self.other)
  }

  private func settings(_ type: String, _ house: GatewayHost) -> [String] {
    [
      "wins-server=\(house.lan.address(of: Self.server))", "node-type=\(type)", "sessions=no",
      "datagrams=no",
    ]
  }

  @Test func `P-, M- and H-nodes register their names, refresh them, and release them`() throws {
    let (house, server) = try network()
    let agent = try house.startAgent()
    for type in ["P", "M", "H"] {
      let reports = try ReportSocket(in: house.folder)
      let gateway = try house.launchGateway(
        settings(type, house), adding: ["NOTIFY_SOCKET": reports.path])
      for name in ["GATEHOUSE<00>", "GATEHOUSE<03>", "WORKGROUP<00>", "ROOT<03>"] {
        try gateway.wait(
          for: "registered at the WINS server for 4 s interface=v0 name=\(name)", in: .errors)
        try gateway.wait(for: "name claimed interface=v0 name=\(name)", in: .errors)
      }
      #expect(try lookUp("ROOT#03", house).output.contains("\(house.address) ROOT<03>"), "\(type)")
      try reports.wait(for: "STATUS=WINS server 10.86.0.3 holds 4 of 4 names")
      // A P-node takes no broadcasts.
      #expect(try house.nmblookup(["ROOT#03"]).status == (type == "P" ? 1 : 0))
      let refreshes = server.text(.output).matches(of: /name_refresh_request.*ROOT/).count
      try house.waitUntil("two refreshes") {
        server.text(.output).matches(of: /name_refresh_request.*ROOT/).count >= refreshes + 2
      }
      #expect(try lookUp("ROOT#03", house).status == 0, "\(type)")
      // A sender that asks the server finds the name, too.
      let sent = try house.netsend(
        on: Self.other, [#"\\ROOT"#, "by WINS"],
        settings: "wins-server = 10.86.0.3\nnode-type = P\n")
      #expect(
        sent.errors.contains("Connection refused"), "found, and no port for sessions: \(sent)")
      gateway.signal(SIGTERM)
      let end = try gateway.finish()
      #expect(end.status == 0 && end.duration < .seconds(60))
      #expect(gateway.text(.errors).contains("name given up interface=v0 name=ROOT<03>"))
      #expect(try lookUp("ROOT#03", house).status == 1, "\(type)")
    }
    withExtendedLifetime(agent) {}
  }

  @Test func `a name that another computer has at the server is refused`() throws {
    let (house, server) = try network()
    let first = try house.launchGateway(settings("P", house))
    try first.wait(for: "name claimed interface=v0 name=GATEHOUSE<03>", in: .errors)
    // The server asks the first one whether it still has the name, and lets the second one wait.
    let second = try house.launchGateway(on: Self.other, settings("P", house))
    try second.wait(
      for: "name refused by=server(ACT_ERR) interface=v0 name=GATEHOUSE<03>", in: .errors)
    try second.wait(for: "name claimed interface=v0 name=WORKGROUP<00>", in: .errors)
    #expect(!second.text(.errors).contains("name claimed interface=v0 name=GATEHOUSE"))
    withExtendedLifetime(server) {}
  }

  @Test func `without its server an H-node has its names by broadcast, and a P-node has none`()
    throws
  {
    let house = try GatewayHost()
    let hybrid = try house.launchGateway([
      "wins-server=10.86.0.99", "node-type=H", "sessions=no", "datagrams=no",
    ])
    try hybrid.wait(for: "the WINS server does not answer", in: .errors)
    try hybrid.wait(for: "name claimed interface=v0 name=GATEHOUSE<03>", in: .errors)
    let alone = try house.launchGateway(
      on: GatewayHost.peer, ["node-type=P", "sessions=no", "datagrams=no", "machine=ALONE"])
    try alone.wait(for: "without wins-server, node-type has no effect", in: .errors)
    try alone.wait(for: "name claimed interface=v0 name=ALONE<03>", in: .errors)
  }
}
