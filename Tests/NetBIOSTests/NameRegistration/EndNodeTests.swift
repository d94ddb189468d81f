// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@Suite struct EndNodeTests {
  private let start = ContinuousClock.now
  private let server = IPv4Address(192, 0, 2, 1)
  private var port: Endpoint { Endpoint(address: server, port: 137) }
  private let stranger = Endpoint(address: Names.alpha, port: 137)

  private func after(_ milliseconds: Int) -> ContinuousClock.Instant {
    start.advanced(by: .milliseconds(milliseconds))
  }

  private func node(_ type: NodeType, hasServer: Bool = true) -> EndNode {
    EndNode(address: Names.bravo, nodeType: type, server: hasServer ? server : nil)
  }

  private func record(
    _ type: NodeType, timeToLive: UInt32 = 0, at address: IPv4Address = Names.bravo
  ) throws -> NameRecord {
    NameRecord(
      try Names.scoped("BRAVO"), timeToLive: timeToLive,
      entry: NameEntry(nodeType: type, address: address))
  }

  private func packet(_ message: NameServiceMessage) -> NameServicePacket {
    NameServicePacket(transactionID: 9, message)
  }

  /// The names of the actions, in their order, without the packets that are repeated.
  private func words(_ actions: [EndNode.Action]) -> [String] {
    actions.map { action in
      switch action {
      case .owner(.broadcast(let packet)): "broadcast \(word(packet.message))"
      case .owner(.send(let packet, _)): "answer \(word(packet.message))"
      case .owner(.claimed): "claimed"
      case .owner(.refused(_, let refusal)): "refused \(refusal)"
      case .owner(.released): "released"
      case .owner(let other): "\(other)"
      case .server(.send(let packet, _)): "ask \(word(packet.message))"
      case .server(.registered(_, let seconds)): "registered \(seconds)"
      case .server(.unanswered): "unanswered"
      case .server(let other): "\(other)"
      }
    }
  }

  private func word(_ message: NameServiceMessage) -> String {
    switch message {
    case .registrationRequest: "registration"
    case .overwriteRequest: "overwrite"
    case .refreshRequest: "refresh"
    case .releaseRequest: "release"
    case .positiveQueryResponse: "query"
    case .negativeRegistrationResponse: "refusal"
    default: "\(message)"
    }
  }

  /// Claims BRAVO and returns what the node does, up to a time at which the server answers.
  private func claimed(
    _ node: inout EndNode, answering answer: NameServiceMessage? = nil, at time: Int = 0
  ) throws -> [String] {
    var actions = node.claim(try Names.name("BRAVO"), transactionID: 9, at: start)
    var now = 0
    var isAnswered = false
    while now < 6000 {
      if let answer, !isAnswered, now >= time {
        actions += node.receive(packet(answer), from: port, at: after(now))
        isAnswered = true
      }
      now += 250
      actions += node.advance(to: after(now))
    }
    return words(actions)
  }

  @Test func `each node type claims a name in its order`() throws {
    let yes = NameServiceMessage.positiveRegistrationResponse(
      try record(.broadcast, timeToLive: 7200))
    let three = Array(repeating: "broadcast registration", count: 3)
    let claim = three + ["broadcast overwrite", "claimed"]
    let cases: [(NodeType, [String])] = [
      (.broadcast, claim), (.pointToPoint, ["ask registration", "registered 7200", "claimed"]),
      (.mixed, claim + ["ask registration", "registered 7200"]),
      (.hybrid, ["ask registration", "registered 7200"] + claim),
    ]
    for (type, expected) in cases {
      var node = node(type)
      #expect(try claimed(&node, answering: yes, at: type == .mixed ? 1000 : 0) == expected)
      #expect(node.table.owns(try Names.name("BRAVO")))
      #expect(node.heldCount == (type == .broadcast ? nil : 1))
    }
  }

  @Test func `without an answer of the server a P-node has no name, an M- and an H-node have it`()
    throws
  {
    let asked = Array(repeating: "ask registration", count: 3) + ["unanswered"]
    let claim =
      Array(repeating: "broadcast registration", count: 3) + ["broadcast overwrite", "claimed"]
    let cases: [(NodeType, [String], Bool)] = [
      (.pointToPoint, asked, false), (.mixed, claim + asked, true), (.hybrid, asked + claim, true),
    ]
    for (type, expected, owns) in cases {
      var node = node(type)
      #expect(try claimed(&node) == expected)
      #expect(node.table.owns(try Names.name("BRAVO")) == owns)
      // A minute later the server is asked again.
      #expect(words(node.advance(to: after(70_000))) == ["ask registration"])
    }
  }

  @Test func `a name that the server refuses is given up`() throws {
    let no = NameServiceMessage.negativeRegistrationResponse(
      try record(.hybrid, at: Names.alpha), .active)
    let refused = ["refused owned(by: \(Names.alpha))"]
    let releases = Array(repeating: "broadcast release", count: 2) + ["released"]
    let claim =
      Array(repeating: "broadcast registration", count: 3) + ["broadcast overwrite", "claimed"]
    let cases: [(NodeType, [String])] = [
      (.pointToPoint, ["ask registration"] + refused), (.hybrid, ["ask registration"] + refused),
      (.mixed, claim + ["ask registration", "broadcast release"] + refused + releases),
    ]
    for (type, expected) in cases {
      var node = node(type)
      #expect(
        try claimed(&node, answering: no, at: type == .mixed ? 1000 : 0) == expected, "\(type)")
      #expect(node.table.entries.isEmpty && node.nextDeadline == nil)
    }
  }

  @Test func `an H-node gives a name back to the server when a node of the network has it`() throws
  {
    var node = node(.hybrid)
    _ = node.claim(try Names.name("BRAVO"), transactionID: 9, at: start)
    let yes = packet(.positiveRegistrationResponse(try record(.hybrid)))
    #expect(node.receive(yes, from: port, at: start).count == 2)
    let no = packet(.negativeRegistrationResponse(try record(.broadcast, at: Names.alpha), .active))
    #expect(
      words(node.receive(no, from: stranger, at: after(10)))
        == ["refused owned(by: \(Names.alpha))", "ask release"])
    #expect(node.heldCount == 0)
  }

  @Test func `at the end both the network and the server learn it`() throws {
    let yes = NameServiceMessage.positiveRegistrationResponse(try record(.mixed))
    let name = try Names.name("BRAVO")
    for (type, expected) in [
      (NodeType.pointToPoint, ["ask release"]), (.mixed, ["ask release", "broadcast release"]),
      (.hybrid, ["ask release", "broadcast release"]),
    ] {
      var node = node(type)
      _ = try claimed(&node, answering: yes, at: type == .mixed ? 1000 : 0)
      #expect(words(node.release(name, transactionID: 9, at: after(7000))) == expected)
      #expect(!node.table.owns(name))
      #expect(node.release(name, transactionID: 9, at: after(7000)) == [])
      let done = packet(.releaseResponse(try record(type), .success))
      let last = words(node.receive(done, from: port, at: after(7001)))
      #expect(last == (type == .pointToPoint ? ["released"] : []))
      for milliseconds in [7250, 7500, 7750] { _ = node.advance(to: after(milliseconds)) }
      #expect(node.table.entries.isEmpty && node.nextDeadline == nil)
    }
  }

  @Test func `a P-node answers a question to itself, and no broadcast`() throws {
    var node = node(.pointToPoint)
    _ = try claimed(
      &node, answering: .positiveRegistrationResponse(try record(.pointToPoint)))
    let name = try Names.scoped("BRAVO")
    #expect(
      words(
        node.receive(packet(.queryRequest(name, isBroadcast: false)), from: port, at: after(9000)))
        == ["answer query"])
    #expect(
      node.receive(packet(.queryRequest(name, isBroadcast: true)), from: stranger, at: after(9000))
        == [])
    let claim = packet(
      .registrationRequest(try record(.broadcast, at: Names.alpha), isBroadcast: true))
    #expect(node.receive(claim, from: stranger, at: after(9000)) == [])
  }

  /// Only the server decides: a stranger's packet would take the name here, and the server would keep it.
  @Test func `a stranger takes no name from a P-node, neither while it is claimed nor later`()
    throws
  {
    let theirs = try record(.broadcast, at: Names.alpha)
    let messages: [NameServiceMessage] = [
      .registrationRequest(theirs, isBroadcast: false), .multihomedRegistrationRequest(theirs),
      .overwriteRequest(theirs, isBroadcast: false), .negativeRegistrationResponse(theirs, .active),
    ]
    for message in messages {
      var node = node(.pointToPoint)
      _ = node.claim(try Names.name("BRAVO"), transactionID: 9, at: start)
      #expect(node.receive(packet(message), from: stranger, at: after(10)) == [], "\(message)")
      let yes = packet(.positiveRegistrationResponse(try record(.pointToPoint)))
      #expect(words(node.receive(yes, from: port, at: after(20))) == ["registered 0", "claimed"])
      #expect(node.receive(packet(message), from: stranger, at: after(30)) == [], "\(message)")
      #expect(node.table.owns(try Names.name("BRAVO")) && node.heldCount == 1)
    }
  }
}
