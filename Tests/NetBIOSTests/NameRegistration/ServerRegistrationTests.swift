// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@Suite struct ServerRegistrationTests {
  private let start = ContinuousClock.now
  private let port = Endpoint(address: IPv4Address(192, 0, 2, 1), port: 137)
  private let owner = Endpoint(address: Names.alpha, port: 137)

  private func after(_ seconds: Double) -> ContinuousClock.Instant {
    start.advanced(by: .milliseconds(Int(seconds * 1000)))
  }

  private func record(
    timeToLive: UInt32 = 300_000, at address: IPv4Address = Names.bravo
  ) throws -> NameRecord {
    NameRecord(
      try Names.scoped("BRAVO"), timeToLive: timeToLive,
      entry: NameEntry(nodeType: .hybrid, address: address))
  }

  private func packet(_ message: NameServiceMessage, id: UInt16 = 9) -> NameServicePacket {
    NameServicePacket(transactionID: id, message)
  }

  private func registering() throws -> ServerRegistration {
    var node = ServerRegistration(
      at: port.address, address: Names.bravo, nodeType: .hybrid)
    let request = packet(.registrationRequest(try record(), isBroadcast: false))
    #expect(
      try node.register(Names.name("BRAVO"), transactionID: 9, at: start)
        == [.send(request, to: port)])
    return node
  }

  private func registered(timeToLive: UInt32 = 7200) throws -> ServerRegistration {
    var node = try registering()
    let yes = packet(.positiveRegistrationResponse(try record(timeToLive: timeToLive)))
    #expect(
      node.receive(yes, from: port, at: start)
        == [.registered(try Names.name("BRAVO"), timeToLive: timeToLive)])
    return node
  }

  @Test func `a name is refreshed after half of its time, and released at the end`() throws {
    var node = try registered()
    #expect(node.nextDeadline == after(3600))
    #expect(node.advance(to: after(3599)) == [])
    let refresh = packet(.refreshRequest(try record(), isBroadcast: false))
    #expect(node.advance(to: after(3600)) == [.send(refresh, to: port)])
    let yes = packet(.positiveRegistrationResponse(try record(timeToLive: 600)))
    #expect(node.receive(yes, from: port, at: after(3601)) == [])
    #expect(node.nextDeadline == after(3901))
    let release = packet(.releaseRequest(try record(), isBroadcast: false))
    #expect(
      try node.release(Names.name("BRAVO"), at: after(3700)) == [.send(release, to: port)])
    #expect(node.advance(to: after(3702)) == [.send(release, to: port)])
    #expect(node.advance(to: after(3704)) == [.released(try Names.name("BRAVO"))])
    #expect(node.nextDeadline == nil)
  }

  @Test func `a server that keeps a name for ever is not asked again`() throws {
    #expect(try registered(timeToLive: 0).nextDeadline == nil)
  }

  @Test func `a silent server is asked again after pauses that double`() throws {
    var node = try registering()
    var times: [Duration] = []
    var unanswered = 0
    while let deadline = node.nextDeadline, times.count < 20 {
      for action in node.advance(to: deadline) {
        if case .send = action { times.append(start.duration(to: deadline)) }
        if case .unanswered = action { unanswered += 1 }
      }
    }
    let pauses = zip(times, times.dropFirst()).map { $1 - $0 }.filter { $0 > .seconds(2) }
    let expected: [Duration] = [60, 120, 240, 480, 900, 900].map {
      .seconds($0) + .milliseconds(1500)
    }
    #expect(pauses == expected)
    #expect(unanswered == 6)
    // The name is not held, so nothing is to be released.
    #expect(node.heldCount == 0)
  }

  @Test func `a name that the server holds stays while the server is silent`() throws {
    var node = try registered()
    var actions: [ServerRegistration.Action] = []
    for second in [3600, 3601.5, 3603, 3604.5] { actions += node.advance(to: after(second)) }
    #expect(actions.last == .unanswered(try Names.name("BRAVO")))
    #expect(node.heldCount == 1)
    let refresh = packet(.refreshRequest(try record(), isBroadcast: false))
    #expect(node.advance(to: after(3664.5)) == [.send(refresh, to: port)])
  }

  @Test(arguments: [
    (ResponseCode.active, NameOwner.Action.Refusal.owned(by: Names.alpha)),
    (.refused, .server(.refused)), (.serverFailure, .server(.serverFailure)),
    (.conflict, .server(.conflict)),
  ])
  func `a refusal of the server counts, at registration and at a refresh`(
    code: ResponseCode, refusal: NameOwner.Action.Refusal
  ) throws {
    let no = packet(.negativeRegistrationResponse(try record(at: Names.alpha), code))
    var refreshing = try registered()
    _ = refreshing.advance(to: after(3600))
    for var node in [try registering(), refreshing] {
      #expect(node.receive(no, from: owner, at: after(3600)) == [], "from another computer")
      #expect(
        node.receive(no, from: port, at: after(3600))
          == [.refused(try Names.name("BRAVO"), refusal)])
      #expect(node.nextDeadline == nil)
    }
  }

  @Test func `a refusal that names this node itself, as nmbd sends it, names no owner`() throws {
    var node = try registering()
    let no = packet(.negativeRegistrationResponse(try record(at: Names.bravo), .active))
    #expect(
      node.receive(no, from: port, at: start)
        == [.refused(try Names.name("BRAVO"), .server(.active))])
    #expect("\(ResponseCode.active) \(ResponseCode(rawValue: 9))" == "ACT_ERR 9")
  }

  @Test func `only answers to the request count`() throws {
    var node = try registering()
    let other = NameRecord(try Names.scoped("CAROL"), entry: NameEntry(address: Names.bravo))
    for packet in [
      packet(.positiveRegistrationResponse(try record()), id: 8),
      packet(.positiveRegistrationResponse(other)), packet(.releaseResponse(other, .success)),
      packet(.queryRequest(try Names.scoped("BRAVO"), isBroadcast: false)),
    ] { #expect(node.receive(packet, from: port, at: start) == []) }
    var done = try registered()
    let no = packet(.negativeRegistrationResponse(try record(at: Names.alpha), .active))
    #expect(done.receive(no, from: port, at: start) == [], "nothing is under way")
  }

  @Test func `the server can ask for time`() throws {
    var node = try registering()
    let wait = packet(
      .waitForAcknowledgement(
        try Names.scoped("BRAVO"), seconds: 60, flags: NameServiceFlags(rawValue: 0x2900)))
    #expect(node.receive(wait, from: port, at: after(1)) == [])
    #expect(node.nextDeadline == after(61))
    let long = packet(
      .waitForAcknowledgement(
        try Names.scoped("BRAVO"), seconds: .max, flags: NameServiceFlags(rawValue: 0x2900)))
    _ = node.receive(long, from: port, at: after(1))
    #expect(node.nextDeadline == after(301))
  }

  @Test func `a server can leave it to this node to ask the owner`() throws {
    let name = try Names.scoped("BRAVO")
    let question = packet(.queryRequest(name, isBroadcast: false))
    let demand = packet(.overwriteRequest(try record(), isBroadcast: false))
    let challenge = packet(.endNodeChallenge(try record(at: Names.alpha)))
    var node = try registering()
    #expect(node.receive(challenge, from: port, at: start) == [.send(question, to: owner)])
    var lost = node
    let present = packet(
      .positiveQueryResponse(name, timeToLive: 0, [NameEntry(address: Names.alpha)]))
    #expect(lost.receive(present, from: port, at: start) == [])
    #expect(
      lost.receive(present, from: owner, at: start)
        == [.refused(name.name, .owned(by: Names.alpha))])
    for second in [1.5, 3] {
      #expect(node.advance(to: after(second)) == [.send(question, to: owner)])
    }
    #expect(node.advance(to: after(4.5)) == [.send(demand, to: port)])
    let yes = packet(.positiveRegistrationResponse(try record(timeToLive: 60)))
    #expect(
      node.receive(yes, from: port, at: after(5)) == [.registered(name.name, timeToLive: 60)])
  }
}
