// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@Suite struct NameQueryTests {
  private let start = ContinuousClock.now
  private let bravo = Endpoint(address: Names.bravo, port: 137)
  private let alpha = Endpoint(address: Names.alpha, port: 137)
  private let server = IPv4Address(192, 0, 2, 1)

  private func after(_ milliseconds: Int) -> ContinuousClock.Instant {
    start.advanced(by: .milliseconds(milliseconds))
  }

  private func question(isBroadcast: Bool = true) throws -> NameServicePacket {
    NameServicePacket(
      transactionID: 3, .queryRequest(try Names.scoped("BRAVO"), isBroadcast: isBroadcast))
  }

  private func answer(
    _ entries: [NameEntry], id: UInt16 = 3, for label: String = "BRAVO"
  ) throws -> NameServicePacket {
    NameServicePacket(
      transactionID: id,
      .positiveQueryResponse(try Names.scoped(label), timeToLive: 300_000, entries))
  }

  private func query(server: IPv4Address? = nil) throws -> NameQuery {
    NameQuery(try Names.scoped("BRAVO"), server: server, transactionID: 3)
  }

  @Test func `a query without answers ends after three requests`() throws {
    var query = try query()
    #expect(query.nextDeadline == nil)
    #expect(try query.start(at: start) == [.broadcast(question())])
    #expect(query.advance(to: after(249)) == [])
    #expect(try query.advance(to: after(250)) == [.broadcast(question())])
    #expect(try query.advance(to: after(500)) == [.broadcast(question())])
    #expect(query.advance(to: after(750)) == [.notFound, .finished])
    #expect(query.nextDeadline == nil)
    #expect(query.advance(to: after(1000)) == [])
  }

  @Test func `the first answer counts, and answers to other queries do not`() throws {
    var query = try query()
    _ = query.start(at: start)
    let entry = NameEntry(address: Names.bravo)
    #expect(query.receive(try answer([entry], id: 4), from: bravo, at: after(1)) == [])
    #expect(query.receive(try answer([entry], for: "CAROL"), from: bravo, at: after(1)) == [])
    #expect(query.receive(try question(), from: bravo, at: after(1)) == [])
    #expect(
      query.receive(try answer([entry]), from: bravo, at: after(1)) == [.found([entry], by: bravo)])
    #expect(query.nextDeadline == after(1001))
    #expect(query.advance(to: after(1001)) == [.finished])
    #expect(query.receive(try answer([entry]), from: alpha, at: after(1002)) == [])
  }

  @Test func `a second owner of a unique name is a conflict`() throws {
    var query = try query()
    _ = query.start(at: start)
    let entry = NameEntry(address: Names.bravo)
    _ = query.receive(try answer([entry]), from: bravo, at: after(1))
    #expect(query.receive(try answer([entry]), from: bravo, at: after(2)) == [])
    let demand = NameServicePacket(
      transactionID: 3, .conflictDemand(try Names.scoped("BRAVO")))
    let late = Endpoint(address: Names.alpha, port: 5000)
    #expect(
      query.receive(try answer([NameEntry(address: Names.alpha)]), from: late, at: after(3))
        == [.conflict(demand: demand, to: alpha)])
  }

  @Test func `several owners of a group, or one owner with several addresses, are no conflict`()
    throws
  {
    var query = try query()
    _ = query.start(at: start)
    let group = [Names.bravo, Names.alpha].map { NameEntry(isGroup: true, address: $0) }
    _ = query.receive(try answer([group[0]]), from: bravo, at: after(1))
    #expect(query.receive(try answer([group[1]]), from: alpha, at: after(2)) == [])
    query = try self.query()
    _ = query.start(at: start)
    let both = [Names.bravo, Names.alpha].map { NameEntry(address: $0) }
    _ = query.receive(try answer(both), from: bravo, at: after(1))
    #expect(query.receive(try answer([both[1]]), from: alpha, at: after(2)) == [])
  }

  @Test func `a name server is asked first, and its answer is final`() throws {
    var query = try query(server: server)
    let port = Endpoint(address: server, port: 137)
    let asked = NameQuery.Action.send(try question(isBroadcast: false), to: port)
    #expect(query.start(at: start) == [asked])
    #expect(query.advance(to: after(1500)) == [asked])
    let entry = NameEntry(nodeType: .hybrid, address: Names.bravo)
    #expect(query.receive(try answer([entry]), from: alpha, at: after(1501)) == [])
    #expect(
      query.receive(try answer([entry]), from: port, at: after(1501))
        == [.found([entry], by: port), .finished])
    #expect(query.nextDeadline == nil)
  }

  @Test func `after a name server without an answer the query is broadcast`() throws {
    let port = Endpoint(address: server, port: 137)
    for name in [nil, try Names.scoped("BRAVO")] {
      var query = try query(server: server)
      _ = query.start(at: start)
      let no = NameServicePacket(transactionID: 3, .negativeQueryResponse(name, .nameError))
      #expect(query.receive(no, from: alpha, at: after(5)) == [])
      #expect(try query.receive(no, from: port, at: after(5)) == [.broadcast(question())])
      #expect(query.nextDeadline == after(255))
    }
    var query = try query(server: server)
    _ = query.start(at: start)
    for milliseconds in [1500, 3000] { _ = query.advance(to: after(milliseconds)) }
    #expect(try query.advance(to: after(4500)) == [.broadcast(question())])
  }

  @Test(arguments: [
    (NodeType.broadcast, "BBB."), (.pointToPoint, "PPP."), (.mixed, "BBBPPP."),
    (.hybrid, "PPPBBB."),
  ])
  func `each node type asks in its order`(type: NodeType, expected: String) throws {
    var query = NameQuery(
      try Names.scoped("BRAVO"), server: server, nodeType: type, transactionID: 3)
    var asked = ""
    var actions = query.start(at: start)
    while true {
      for action in actions {
        switch action {
        case .broadcast: asked += "B"
        case .send: asked += "P"
        case .notFound: asked += "."
        default: break
        }
      }
      guard let deadline = query.nextDeadline else { break }
      actions = query.advance(to: deadline)
    }
    #expect(asked == expected)
  }
}
