// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@Suite struct SessionAcceptorTests {
  private let start = ContinuousClock.now

  private func request(_ called: String) throws -> SessionPacket {
    .request(called: try Names.scoped(called), calling: try Names.scoped("ALPHA", .workstation))
  }

  @Test func `a call to an own name is answered, and messages are taken`() throws {
    var session = SessionAcceptor(names: [try Names.name("BRAVO")], at: start)
    #expect(try session.receive(request("BRAVO"), at: start) == .send(.positiveResponse))
    #expect(session.called == (try Names.name("BRAVO")))
    #expect(session.calling == (try Names.name("ALPHA", .workstation)))
    #expect(session.receive(.message([1]), at: start) == .take([1]))
    #expect(session.receive(.keepAlive, at: start) == .wait)
    #expect(session.receive(.message([2]), at: start) == .take([2]))
  }

  @Test func `a call to another name is refused`() throws {
    var session = SessionAcceptor(names: [try Names.name("BRAVO")], at: start)
    #expect(
      try session.receive(request("CAROL"), at: start)
        == .refuse(.negativeResponse(.calledNameNotPresent)))
  }

  @Test func `a call in a scope is refused, also to an own name`() throws {
    var session = SessionAcceptor(names: [try Names.name("BRAVO")], at: start)
    let called = ScopedName(try Names.name("BRAVO"), scope: try NetBIOSScope("other"))
    #expect(
      session.receive(.request(called: called, calling: try Names.scoped("ALPHA")), at: start)
        == .refuse(.negativeResponse(.calledNameNotPresent)))
  }

  @Test func `without own names a call to any name is answered`() throws {
    var session = SessionAcceptor(at: start)
    #expect(try session.receive(request("CAROL"), at: start) == .send(.positiveResponse))
  }

  @Test func `a message without a request is taken, as smbclient sends it on other ports`() {
    var session = SessionAcceptor(names: [], at: start)
    #expect(session.receive(.message([1]), at: start) == .take([1]))
    #expect(session.called == nil)
  }

  @Test(arguments: [
    SessionPacket.positiveResponse, .negativeResponse(.unspecified),
    .retarget(Endpoint(address: .any, port: 0)),
  ])
  func `a packet that only the called side sends ends the session`(packet: SessionPacket) {
    var session = SessionAcceptor(at: start)
    #expect(session.receive(packet, at: start) == .close(.unexpectedPacket))
  }

  @Test func `a second request ends the session`() throws {
    var session = SessionAcceptor(at: start)
    _ = session.receive(try request("BRAVO"), at: start)
    #expect(try session.receive(request("BRAVO"), at: start) == .close(.unexpectedPacket))
  }

  @Test func `a session without packets times out, and keep-alives do not prevent it`() throws {
    var session = SessionAcceptor(
      at: start, requestTimeout: .seconds(10), idleTimeout: .seconds(30))
    #expect(session.deadline == start.advanced(by: .seconds(10)))
    #expect(session.expire(at: start.advanced(by: .seconds(9))) == .wait)
    #expect(session.expire(at: start.advanced(by: .seconds(10))) == .close(.timedOut))
    let later = start.advanced(by: .seconds(5))
    _ = session.receive(try request("BRAVO"), at: later)
    _ = session.receive(.keepAlive, at: later.advanced(by: .seconds(20)))
    #expect(session.deadline == later.advanced(by: .seconds(30)))
  }
}
