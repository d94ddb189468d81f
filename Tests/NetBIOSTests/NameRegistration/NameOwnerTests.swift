// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@Suite struct NameOwnerTests {
  private let start = ContinuousClock.now
  private let stranger = Endpoint(address: Names.alpha, port: 1137)

  private func after(_ milliseconds: Int) -> ContinuousClock.Instant {
    start.advanced(by: .milliseconds(milliseconds))
  }

  private func packet(_ id: UInt16, _ message: NameServiceMessage) -> NameServicePacket {
    NameServicePacket(transactionID: id, message)
  }

  private func record(
    _ label: String, isGroup: Bool = false, at address: IPv4Address = Names.bravo
  ) throws -> NameRecord {
    NameRecord(try Names.scoped(label), entry: NameEntry(isGroup: isGroup, address: address))
  }

  /// A node that owns `label`.
  private func owner(
    of label: String, isGroup: Bool = false, obeysConflictDemands: Bool = false
  ) throws -> NameOwner {
    var owner = NameOwner(
      address: Names.bravo, unitID: 0x0200_5E00_0014, obeysConflictDemands: obeysConflictDemands)
    _ = owner.claim(try Names.name(label), isGroup: isGroup, transactionID: 1, at: start)
    for milliseconds in [250, 500, 750] { _ = owner.advance(to: after(milliseconds)) }
    #expect(owner.table.owns(try Names.name(label)))
    return owner
  }

  @Test func `a node owns a name after three unanswered requests and a demand`() throws {
    let name = try Names.name("BRAVO")
    let request = packet(9, .registrationRequest(try record("BRAVO"), isBroadcast: true))
    let demand = packet(9, .overwriteRequest(try record("BRAVO"), isBroadcast: true))
    var owner = NameOwner(address: Names.bravo)
    #expect(owner.nextDeadline == nil)
    #expect(owner.claim(name, transactionID: 9, at: start) == [.broadcast(request)])
    #expect(owner.nextDeadline == after(250))
    #expect(owner.advance(to: after(249)) == [])
    #expect(owner.advance(to: after(250)) == [.broadcast(request)])
    #expect(owner.advance(to: after(500)) == [.broadcast(request)])
    #expect(!owner.table.owns(name))
    #expect(owner.advance(to: after(750)) == [.broadcast(demand), .claimed(name)])
    #expect(owner.table.owns(name))
    #expect(owner.nextDeadline == nil)
  }

  @Test func `a late advance does not shorten the pauses between requests`() throws {
    var owner = NameOwner(address: Names.bravo)
    _ = owner.claim(try Names.name("BRAVO"), transactionID: 9, at: start)
    #expect(owner.advance(to: after(5000)).count == 1)
    #expect(owner.nextDeadline == after(5250))
  }

  @Test func `a negative answer to a claim refuses it, others do not`() throws {
    let name = try Names.name("BRAVO")
    let theirs = try record("BRAVO", at: Names.alpha)
    var owner = NameOwner(address: Names.bravo)
    _ = owner.claim(name, transactionID: 9, at: start)
    let ignored: [NameServicePacket] = [
      packet(8, .negativeRegistrationResponse(theirs, .active)),
      packet(9, .negativeRegistrationResponse(try record("CAROL"), .active)),
      packet(9, .positiveRegistrationResponse(theirs)),
      packet(9, .endNodeChallenge(theirs)),
      packet(
        9,
        .waitForAcknowledgement(theirs.name, seconds: 60, flags: NameServiceFlags(rawValue: 0))),
    ]
    for packet in ignored { #expect(owner.receive(packet, from: stranger) == []) }
    let refusal = packet(9, .negativeRegistrationResponse(theirs, .active))
    #expect(owner.receive(refusal, from: stranger) == [.refused(name, .owned(by: Names.alpha))])
    #expect(owner.table.entries.isEmpty)
    #expect(owner.nextDeadline == nil)
  }

  @Test func `a name is claimed once, and a full table refuses a claim`() throws {
    var owner = try owner(of: "BRAVO")
    let name = try Names.name("BRAVO")
    #expect(owner.claim(name, transactionID: 2, at: start) == [.refused(name, .present)])
    for number in 1..<NameTable.maximumCount {
      #expect(
        owner.claim(try Names.name("N\(number)"), transactionID: 2, at: start).count == 1)
    }
    let last = try Names.name("LAST")
    #expect(owner.claim(last, transactionID: 2, at: start) == [.refused(last, .tableFull)])
  }

  @Test func `an owned name is defended, with an answer to the asking port`() throws {
    var owner = try owner(of: "BRAVO")
    let claim = packet(
      7, .registrationRequest(try record("BRAVO", at: Names.alpha), isBroadcast: true))
    let refusal = packet(7, .negativeRegistrationResponse(try record("BRAVO"), .active))
    #expect(
      owner.receive(claim, from: stranger)
        == [
          .send(refusal, to: stranger),
          .defended(try Names.name("BRAVO"), against: stranger),
        ])
    let ours = Endpoint(address: Names.bravo, port: 137)
    #expect(owner.receive(claim, from: ours) == [])
  }

  @Test(arguments: [(false, true, true), (true, false, true), (true, true, false)])
  func `a group is defended against a unique claim, and a unique name against a group's`(
    ours: Bool, theirs: Bool, isDefended: Bool
  ) throws {
    var owner = try owner(of: "BRAVO", isGroup: ours)
    let claim = packet(
      7, .registrationRequest(try record("BRAVO", isGroup: theirs), isBroadcast: true))
    #expect(owner.receive(claim, from: stranger).isEmpty != isDefended)
  }

  @Test func `no query for a name under claim is answered`() throws {
    var owner = NameOwner(address: Names.bravo)
    _ = owner.claim(try Names.name("BRAVO"), transactionID: 9, at: start)
    let query = packet(7, .queryRequest(try Names.scoped("BRAVO"), isBroadcast: true))
    #expect(owner.receive(query, from: stranger) == [])
  }

  @Test(arguments: [(Names.bravo, Names.alpha), (Names.alpha, Names.bravo)])
  func `of two claims under way that of the lower address goes on`(
    ours: IPv4Address, theirs: IPv4Address
  ) throws {
    let name = try Names.name("BRAVO")
    let other = Endpoint(address: theirs, port: 137)
    let claim = packet(
      7, .registrationRequest(try record("BRAVO", at: theirs), isBroadcast: true))
    var owner = NameOwner(address: ours)
    _ = owner.claim(name, transactionID: 9, at: start)
    let actions = owner.receive(claim, from: other)
    if ours.rawValue < theirs.rawValue {
      let refusal = packet(
        7, .negativeRegistrationResponse(try record("BRAVO", at: ours), .active))
      #expect(actions == [.send(refusal, to: other), .defended(name, against: other)])
      #expect(owner.table[name]?.state == .claiming)
    } else {
      #expect(actions == [.refused(name, .owned(by: theirs))])
      #expect(owner.table.entries.isEmpty && owner.nextDeadline == nil)
    }
  }

  @Test func `claims of one group do not hinder each other, and a demand ends a claim`() throws {
    let group = try Names.name("WORKGROUP", .workstation)
    var owner = NameOwner(address: Names.bravo)
    _ = owner.claim(group, isGroup: true, transactionID: 9, at: start)
    let theirs = NameRecord(
      ScopedName(group), entry: NameEntry(isGroup: true, address: Names.alpha))
    #expect(
      owner.receive(packet(7, .registrationRequest(theirs, isBroadcast: true)), from: stranger)
        == [])
    var alpha = NameOwner(address: Names.alpha)
    let name = try Names.name("BRAVO")
    _ = alpha.claim(name, transactionID: 9, at: start)
    let demand = packet(7, .overwriteRequest(try record("BRAVO"), isBroadcast: true))
    #expect(
      alpha.receive(demand, from: Endpoint(address: Names.bravo, port: 137))
        == [.refused(name, .owned(by: Names.bravo))])
  }

  @Test func `another node's demand for an owned name is reported`() throws {
    var owner = try owner(of: "BRAVO")
    let demand = packet(
      7, .overwriteRequest(try record("BRAVO", at: Names.alpha), isBroadcast: true))
    #expect(
      owner.receive(demand, from: stranger)
        == [.overridden(try Names.name("BRAVO"), by: stranger)])
  }

  @Test(arguments: [true, false])
  func `a query for an owned name is answered, for another name not`(isBroadcast: Bool) throws {
    var owner = try owner(of: "BRAVO")
    let name = try Names.scoped("BRAVO")
    let response = packet(
      7, .positiveQueryResponse(name, timeToLive: 300_000, [NameEntry(address: Names.bravo)]))
    #expect(
      owner.receive(packet(7, .queryRequest(name, isBroadcast: isBroadcast)), from: stranger)
        == [.send(response, to: stranger)])
    for other in [try Names.scoped("CAROL"), try Names.scoped("BRAVO", .fileServer)] {
      let query = packet(7, .queryRequest(other, isBroadcast: isBroadcast))
      #expect(owner.receive(query, from: stranger) == [])
    }
    let elsewhere = ScopedName(try Names.name("BRAVO"), scope: try NetBIOSScope("other"))
    #expect(
      owner.receive(packet(7, .queryRequest(elsewhere, isBroadcast: true)), from: stranger) == [])
  }

  @Test func `a wildcard query finds a node that owns a name`() throws {
    var owner = try owner(of: "BRAVO")
    var nameless = NameOwner(address: Names.bravo)
    let query = packet(7, .queryRequest(ScopedName(.wildcard), isBroadcast: true))
    #expect(owner.receive(query, from: stranger).count == 1)
    #expect(nameless.receive(query, from: stranger) == [])
  }

  @Test func `a node status lists the names`() throws {
    var owner = try owner(of: "BRAVO")
    _ = owner.claim(
      try Names.name("WORKGROUP", .workstation), isGroup: true, transactionID: 2, at: start)
    for milliseconds in [250, 500, 750] { _ = owner.advance(to: after(milliseconds)) }
    _ = owner.claim(try Names.name("UNDERWAY"), transactionID: 3, at: start)
    let status = NodeStatus(
      names: [
        NodeStatus.Name(try Names.name("BRAVO"), .active),
        NodeStatus.Name(try Names.name("WORKGROUP", .workstation), [.group, .active]),
      ], statistics: NodeStatistics(unitID: 0x0200_5E00_0014))
    for name in [ScopedName(.wildcard), try Names.scoped("BRAVO")] {
      #expect(
        owner.receive(packet(7, .nodeStatusRequest(name, isBroadcast: false)), from: stranger)
          == [.send(packet(7, .nodeStatusResponse(name, status)), to: stranger)])
    }
    let other = packet(7, .nodeStatusRequest(try Names.scoped("CAROL"), isBroadcast: false))
    #expect(owner.receive(other, from: stranger) == [])
  }

  @Test func `a name is given up with three releases`() throws {
    var owner = try owner(of: "BRAVO")
    let name = try Names.name("BRAVO")
    let release = packet(4, .releaseRequest(try record("BRAVO"), isBroadcast: true))
    let query = packet(7, .queryRequest(try Names.scoped("BRAVO"), isBroadcast: true))
    #expect(owner.release(name, transactionID: 4, at: after(1000)) == [.broadcast(release)])
    #expect(owner.receive(query, from: stranger) == [])
    #expect(owner.advance(to: after(1250)) == [.broadcast(release)])
    #expect(owner.advance(to: after(1500)) == [.broadcast(release)])
    #expect(owner.advance(to: after(1750)) == [.released(name)])
    #expect(owner.table.entries.isEmpty)
    #expect(owner.release(name, transactionID: 5, at: after(2000)) == [])
  }

  @Test func `a claim can be taken back, and a release as well`() throws {
    var owner = NameOwner(address: Names.bravo)
    let name = try Names.name("BRAVO")
    _ = owner.claim(name, transactionID: 1, at: start)
    #expect(owner.release(name, transactionID: 2, at: start) == [.released(name)])
    var other = try self.owner(of: "BRAVO")
    _ = other.release(name, transactionID: 2, at: after(1000))
    #expect(other.claim(name, transactionID: 3, at: after(1001)).count == 1)
    #expect(other.table[name]?.state == .claiming)
  }

  @Test(arguments: [true, false])
  func `a conflict demand is reported, and obeyed only if so configured`(obeys: Bool) throws {
    var owner = try owner(of: "BRAVO", obeysConflictDemands: obeys)
    let name = try Names.name("BRAVO")
    let demand = packet(7, .conflictDemand(ScopedName(name)))
    #expect(owner.receive(demand, from: stranger) == [.conflictDemanded(name, by: stranger)])
    #expect(owner.table[name]?.state == (obeys ? .conflict : .owned))
    let query = packet(7, .queryRequest(ScopedName(name), isBroadcast: true))
    #expect(owner.receive(query, from: stranger).isEmpty == obeys)
    #expect(owner.release(name, transactionID: 8, at: after(2000)).count == 1)
  }

  @Test func `a name in conflict is listed with its flag`() throws {
    var owner = try owner(of: "BRAVO", obeysConflictDemands: true)
    let name = try Names.name("BRAVO")
    _ = owner.receive(packet(7, .conflictDemand(ScopedName(name))), from: stranger)
    let request = packet(7, .nodeStatusRequest(ScopedName(.wildcard), isBroadcast: false))
    guard case .send(let answer, _) = owner.receive(request, from: stranger).first,
      case .nodeStatusResponse(_, let status) = answer.message
    else {
      Issue.record("no answer")
      return
    }
    #expect(status.names == [NodeStatus.Name(name, [.active, .conflict])])
  }

  @Test func `of two nodes on a wire only one gets a name`() throws {
    var bravo = try owner(of: "SHARED")
    var alpha = NameOwner(address: Names.alpha)
    let name = try Names.name("SHARED")
    guard case .broadcast(let claim) = alpha.claim(name, transactionID: 5, at: start).first,
      case .send(let refusal, let port) = bravo.receive(claim, from: stranger).first
    else {
      Issue.record("no claim, or no defence")
      return
    }
    #expect(port == stranger)
    #expect(
      alpha.receive(refusal, from: Endpoint(address: Names.bravo, port: 137))
        == [.refused(name, .owned(by: Names.bravo))])
  }
}
