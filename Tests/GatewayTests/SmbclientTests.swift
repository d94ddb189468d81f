// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Messages from `smbclient -M`.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SmbclientTests {
  @Test func `a text arrives as it was typed, from all ports, with the address as its origin`()
    throws
  {
    let house = try GatewayHost()
    let agent = try house.startAgent()
    let gateway = try house.startGateway()
    let elsewhere = try house.startGateway(
      ["session-port=1390", "datagrams=no", "name-service=no"])
    let texts = [
      "Hello", "one\ntwo\n\nfour", String(repeating: "0123456789", count: 150),
      "Grüße, façade: 50 £",
      // Of this, some blocks are in the code page and some in UTF-8.
      String(repeating: "ä", count: 70) + "日本" + String(repeating: "ö", count: 100), "日本語", "a\tb",
    ]
    for text in texts {
      let sent = try house.smbclient(Array("\(text)\n".utf8))
      #expect(sent.status == 0 && !sent.errors.contains("cli_message"), "\(sent)")
    }
    let direct = try house.smbclient(Array("direct\n".utf8), to: "root", ["-p", "1390"])
    #expect(direct.status == 0 && !direct.errors.contains("cli_message"), "\(direct)")
    let inbox = try house.inbox()
    #expect(inbox.map { $0["text"] as? String } == texts + ["direct"])
    for message in inbox {
      #expect(message["from"] as? String == "alice")
      #expect(message["origin"] as? String == "session \(house.lan.address(of: GatewayHost.peer))")
    }
    for program in [agent, gateway, elsewhere] { program.signal(SIGTERM) }
    #expect(try gateway.finish().status == 0)
  }

  @Test func `the machine's name and its address reach all users, other names are refused twice`()
    throws
  {
    let house = try GatewayHost()
    let agent = try house.startAgent()
    let gateway = try house.startGateway()
    for name in [GatewayHost.name, house.address] {
      #expect(try house.smbclient(Array("for \(name)\n".utf8), to: name).status == 0)
    }
    let refused = try house.smbclient(Array("lost\n".utf8), to: "NOBODY")
    #expect(refused.status == 1)
    #expect((refused.output + refused.errors).contains("NT_STATUS_RESOURCE_NAME_NOT_FOUND"))
    try gateway.wait(for: "for *SMBSERVER<20>, which is not a name of this machine", in: .errors)
    #expect(try house.texts() == ["for \(GatewayHost.name)", "for \(house.address)"])
    withExtendedLifetime(agent) {}
  }

  @Test func `a message without text arrives as one, as at smbd`() throws {
    let house = try GatewayHost()
    let agent = try house.startAgent()
    let gateway = try house.startGateway()
    for text in ["", "\n", " \n"] {
      let sent = try house.smbclient(Array(text.utf8))
      #expect(sent.status == 0 && !sent.errors.contains("cli_message"), "\(sent)")
    }
    #expect(try house.texts() == Array(repeating: "(no text)", count: 3))
    // smbclient calls fifteen spaces for a name that is too long.
    let long = try house.smbclient(Array("x\n".utf8), to: "A-NAME-OF-19-LETTERS")
    #expect(long.status == 0 && (long.output + long.errors).contains("cli_message"), "\(long)")
    try gateway.wait(for: "for a recipient that this machine does not have", in: .errors)
    withExtendedLifetime((agent, gateway)) {}
  }

  @Test func `another name that a person has taken is as good`() throws {
    let house = try GatewayHost()
    let agent = try house.startAgent()
    let taken = try Program(
      GatewayHost.program("messngr"), ["name", "OPS", "add"], environment: house.environment
    ).finish()
    #expect(taken.status == 0, "\(taken)")
    let gateway = try house.startGateway()
    #expect(try house.smbclient(Array("for ops\n".utf8), to: "OPS").status == 0)
    #expect(try house.inbox().map { $0["to"] as? String } == ["OPS"])
    withExtendedLifetime((agent, gateway)) {}
  }

  @Test func `who is away gets the message later`() throws {
    let house = try GatewayHost()
    let gateway = try house.startGateway()
    let sent = try house.smbclient(Array("later\n".utf8))
    #expect(sent.status == 0 && !sent.errors.contains("cli_message"), "\(sent)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: house.spool.path).count == 1)
    let agent = try house.startAgent()
    try agent.wait(for: "listening", in: .errors)
    let answer = try Program(
      GatewayHost.program("netsend"), ["--until", "stored", "root", "behind it"],
      environment: house.paths
    ).finish()
    #expect(answer.status == 0)
    #expect(try house.texts().sorted() == ["behind it", "later"])
    withExtendedLifetime(gateway) {}
  }

  @Test func `a message for an agent that stands still gets the status paused`() throws {
    let house = try GatewayHost()
    let agent = try house.startAgent()
    let gateway = try house.startGateway(["away=no"])
    agent.signal(SIGSTOP)
    let sent = try house.smbclient(Array("now?\n".utf8))
    #expect((sent.output + sent.errors).contains("NT_STATUS_SHARING_PAUSED"), "\(sent)")
    agent.signal(SIGCONT)
    withExtendedLifetime(gateway) {}
  }

  @Test func `a full inbox says so`() throws {
    let house = try GatewayHost()
    let agent = try house.startAgent(adding: ["MESSNGR_UNREAD_MESSAGES": "1"])
    let gateway = try house.startGateway()
    let first = try house.smbclient(Array("first\n".utf8))
    #expect(!first.errors.contains("cli_message") && !first.output.contains("cli_message"))
    let second = try house.smbclient(Array("second\n".utf8))
    #expect((second.output + second.errors).contains("cli_message returned"), "\(second)")
    #expect(try house.texts() == ["first"])
    withExtendedLifetime((agent, gateway)) {}
  }

  @Test func `a network that is not heard is not talked to`() throws {
    let house = try GatewayHost()
    let agent = try house.startAgent()
    let gateway = try house.startGateway(["networks=192.0.2.0/24"])
    let sent = try house.smbclient(Array("hello\n".utf8))
    #expect(sent.status == 1)
    #expect(try house.texts() == [])
    withExtendedLifetime((agent, gateway)) {}
  }
}
