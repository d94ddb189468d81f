// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@Suite struct NodeStatusQueryTests {
  private let start = ContinuousClock.now
  private let bravo = Endpoint(address: Names.bravo, port: 137)
  private let alpha = Endpoint(address: Names.alpha, port: 137)

  private func after(_ milliseconds: Int) -> ContinuousClock.Instant {
    start.advanced(by: .milliseconds(milliseconds))
  }

  private let question = NameServicePacket(
    transactionID: 3, .nodeStatusRequest(ScopedName(.wildcard), isBroadcast: false))

  private func status(_ names: (String, NameSuffix, NameFlags)...) throws -> NodeStatus {
    NodeStatus(
      names: try names.map { NodeStatus.Name(try NetBIOSName($0.0, suffix: $0.1), $0.2) })
  }

  private func answer(_ status: NodeStatus, id: UInt16 = 3) -> NameServicePacket {
    NameServicePacket(
      transactionID: id, .nodeStatusResponse(ScopedName(.wildcard), status))
  }

  @Test func `a silent node is asked three times`() {
    var query = NodeStatusQuery(to: Names.bravo, transactionID: 3)
    #expect(query.nextDeadline == nil)
    #expect(query.start(at: start) == [.send(question)])
    #expect(query.advance(to: after(1499)) == [])
    #expect(query.advance(to: after(1500)) == [.send(question)])
    #expect(query.advance(to: after(3000)) == [.send(question)])
    #expect(query.advance(to: after(4500)) == [.notFound])
    #expect(query.nextDeadline == nil)
    #expect(query.advance(to: after(9000)) == [])
  }

  @Test func `only the answer of the node that was asked counts`() throws {
    var query = NodeStatusQuery(to: Names.bravo, transactionID: 3)
    let status = try status(("BRAVO", .messenger, .active))
    #expect(query.receive(answer(status), from: bravo, at: start) == [])
    _ = query.start(at: start)
    #expect(query.receive(answer(status), from: alpha, at: after(1)) == [])
    #expect(query.receive(answer(status, id: 4), from: bravo, at: after(1)) == [])
    #expect(query.receive(question, from: bravo, at: after(1)) == [])
    #expect(query.receive(answer(status), from: bravo, at: after(2)) == [.found(status)])
    #expect(query.nextDeadline == nil)
    #expect(query.receive(answer(status), from: bravo, at: after(3)) == [])
  }

  @Test func `the computer's own messenger name comes before those of its users`() throws {
    let status = try status(
      ("WORKGROUP", .workstation, [.active, .group]), ("ALICE", .messenger, .active),
      ("BRAVO", .workstation, .active), ("BRAVO", .messenger, .active))
    #expect(status.messengerName == (try NetBIOSName("BRAVO", suffix: .messenger)))
    #expect(status.computerName == (try NetBIOSName("BRAVO", suffix: .workstation)))
  }

  @Test func `a group name or a lost name is not called`() throws {
    let status = try status(
      ("BRAVO", .workstation, .active), ("BRAVO", .messenger, [.active, .conflict]),
      ("LAB", .messenger, [.active, .group]), ("ALICE", .messenger, .active))
    #expect(status.messengerName == (try NetBIOSName("ALICE", suffix: .messenger)))
    #expect(try self.status(("BRAVO", .fileServer, .active)).messengerName == nil)
  }
}
