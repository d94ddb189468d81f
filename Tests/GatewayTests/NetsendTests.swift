// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Our own sender and our own receiver, on different machines.
@Suite(.serialized, .timeLimit(.minutes(5))) struct NetsendTests {
  @Test func `every text arrives as it was typed, and Wireshark has nothing to say against it`()
    throws
  {
    let house = try GatewayHost()
    let agent = try house.startAgent()
    let capture = house.folder.appending(path: "all.pcap").path
    let tcpdump = try house.lan.start(
      on: GatewayHost.peer, "/usr/bin/tcpdump",
      ["--immediate-mode", "-U", "-i", "v0", "-Z", "root", "-w", capture], package: "tcpdump")
    try tcpdump.wait(for: "listening on", in: .errors)
    let gateway = try house.startGateway(isNamed: true)
    let texts = [
      "Hello", "one\ntwo\n\nfour", String(repeating: "0123456789", count: 150),
      "Grüße, façade: 50 £", String(repeating: "ä", count: 300),
    ]
    for text in texts {
      let sent = try house.netsend(["-v", #"\\GATEHOUSE"#, text])
      #expect(sent.status == 0, "\(sent)")
      #expect(sent.errors.hasPrefix(#"The message was successfully sent to \\GATEHOUSE."#))
    }
    // By the name of a person, by address, and with characters that the code page lacks.
    #expect(try house.netsend([#"\\root"#, "to root"]).status == 0)
    #expect(try house.netsend([#"\\10.86.0.1"#, "by address"]).status == 0)
    #expect(try house.netsend(["--code-page", "utf-8", #"\\GATEHOUSE"#, "日本"]).status == 0)
    let replaced = try house.netsend([#"\\GATEHOUSE"#, "日本"])
    #expect(replaced.status == 0 && replaced.errors.contains("replaced: 2"), "\(replaced)")
    #expect(try house.texts() == texts + ["to root", "by address", "日本", "??"])
    #expect(try house.netsend(["/domain", "to all"]).status == 0)
    try house.waitUntil("the datagram is there") { try house.texts().last == "to all" }
    gateway.signal(SIGTERM)
    #expect(try gateway.finish().status == 0)
    tcpdump.signal(SIGINT)
    #expect(try tcpdump.finish().status == 0)
    let ours = "(nbns || nbdgm || nbss || smb)"
    // Wireshark takes the group of a text block for its buffer: its own fault.
    let wrong = "(_ws.malformed || _ws.expert.severity >= 6291456) && !(smb.cmd == 0xd7)"
    #expect(try packets(in: capture, "\(ours)").count > 60)
    #expect(try packets(in: capture, "\(ours) && \(wrong)") == [])
    withExtendedLifetime(agent) {}
  }

  private func packets(in capture: String, _ filter: String) throws -> [String] {
    let done = try Program(
      "/usr/bin/tshark", ["-n", "-r", capture, "-Y", filter],
      environment: ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"], package: "tshark"
    ).finish()
    guard done.status == 0 else { throw TestProcessError.ended("tshark", output: done.errors) }
    return done.output.split(separator: "\n").map(String.init)
  }

  @Test func `what goes wrong has its own exit status and Windows's code`() throws {
    let house = try GatewayHost()
    let agent = try house.startAgent(adding: ["MESSNGR_UNREAD_MESSAGES": "1"])
    let gateway = try house.startGateway(["away=no"], isNamed: true)
    let unknown = try house.netsend([#"\\NOBODY"#, "x"])
    #expect(unknown.status == 67 && unknown.errors.contains("(2273)"), "\(unknown)")
    // With the name in a file, netsend calls the computer, which refuses the name.
    let hosts = house.folder.appending(path: "lmhosts").path
    try Data("10.86.0.1 NOBODY\n".utf8).write(to: URL(filePath: hosts))
    let refused = try house.netsend([#"\\NOBODY"#, "x"], settings: "lmhosts = \(hosts)\n")
    #expect(refused.status == 67 && refused.errors.contains("(2273)"), "\(refused)")
    let dead = try house.netsend([#"\\10.86.0.2"#, "x"])
    #expect(dead.status == 69 && dead.errors.contains("(2136)"), "\(dead)")
    let long = try house.netsend(["/domain", String(repeating: "x", count: 425)])
    #expect(long.status == 65, "\(long)")
    let never = try house.netsend([#"\\GATEHOUSE"#, "x"], settings: "network = never\n")
    #expect(never.status == 69 && never.errors.contains("(3025)"), "\(never)")

    agent.signal(SIGSTOP)
    let paused = try house.netsend([#"\\GATEHOUSE"#, "now?"])
    #expect(paused.status == 69 && paused.errors.contains("(2281)"), "\(paused)")
    agent.signal(SIGCONT)
    // The message that was on its way when the sender gave up may be there now, and fills the inbox.
    let filling = try house.netsend([#"\\GATEHOUSE"#, "now"])
    #expect(filling.status == 0 || filling.errors.contains("(2283)"), "\(filling)")
    let full = try house.netsend([#"\\GATEHOUSE"#, "too much"])
    #expect(full.status == 69 && full.errors.contains("(2283)"), "\(full)")
    #expect(try !house.texts().contains("too much"))
    withExtendedLifetime(gateway) {}
  }

  @Test func `the network reports no state after stored, and netsend says so`() throws {
    let house = try GatewayHost()
    let agent = try house.startAgent()
    let gateway = try house.startGateway(isNamed: true)
    let start = ContinuousClock.now
    for state in ["shown", "read", "answered"] {
      let sent = try house.netsend(["--until", state, #"\\GATEHOUSE"#, "until \(state)"])
      #expect(sent.status == 75 && sent.errors.contains("it is stored"), "\(sent)")
      #expect(sent.errors.contains("(121)"))
      let json = try house.netsend(["--json", "--until", state, #"\\GATEHOUSE"#, "again"])
      #expect(json.status == 75 && json.output.contains(#""state":"stored""#), "\(json)")
    }
    // netsend does not wait for a state that cannot come.
    #expect(ContinuousClock.now - start < .seconds(60))
    #expect(try house.texts().count == 6)
    withExtendedLifetime((agent, gateway)) {}
  }

  @Test func `a message to * reaches two gateways and one beside Samba exactly once`() throws {
    let lan = try Lan(hosts: 3)
    let houses = try (1...3).map { try GatewayHost(on: lan, host: $0) }
    let samba = try Samba(on: 3, of: houses[2], name: "SAMBABOX")
    let nmbd = try samba.start("nmbd")
    try houses[0].waitUntil("nmbd has its names") {
      try lan.run(
        on: 1, "/usr/bin/nmblookup",
        ["-s", "/dev/null", "--option=interfaces=10.86.0.1/24", "-U", "10.86.0.3", "WORKGROUP#00"],
        package: "samba-common-bin"
      ).status == 0
    }
    let agents = try houses.map { try $0.startAgent() }
    let gateways = [
      try houses[0].startGateway(["machine=FIRST"], isNamed: false),
      try houses[1].startGateway(["machine=SECOND"], isNamed: false),
      try houses[2].startGateway(["machine=SAMBABOX", "nmbd-socket=\(samba.unexpected)"]),
    ]
    #expect(gateways[2].text(.errors).contains("datagrams from nmbd"))
    var expected: [String] = []
    for (number, recipient) in [(0, "*"), (1, "/domain"), (1, "*"), (0, "/domain:workgroup")] {
      let house = houses[number]
      let settings = house.folder.appending(path: "network")
      try Data("network = on\n".utf8).write(to: settings)
      let text = "\(recipient) from host \(number + 1)"
      let sent = try lan.run(
        on: number + 1, GatewayHost.program("netsend"), [recipient, text],
        environment: house.environment.merging(["MESSNGR_NETWORK": settings.path]) { $1 },
        package: "this package's build")
      #expect(sent.status == 0, "\(sent)")
      expected.append(text)
      for house in houses {
        try house.waitUntil("\(text) is at \(house.address)") { try house.texts().contains(text) }
      }
    }
    // All that came before the last one has been taken by now.
    for house in houses { #expect(try house.texts() == expected, "\(house.address)") }
    let from = try houses[2].inbox().map { $0["origin"] as? String }
    #expect(from.allSatisfy { $0?.hasPrefix("datagram 10.86.0.") == true })
    gateways[0].signal(SIGTERM)
    #expect(try gateways[0].finish().errors.contains("own="))
    withExtendedLifetime((agents, nmbd, gateways)) {}
  }
}
