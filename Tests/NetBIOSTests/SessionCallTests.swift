// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@Suite struct SessionCallTests {
  private func call() throws -> SessionCall {
    SessionCall(of: try Names.name("BRAVO"), from: try Names.name("ALPHA", .workstation))
  }

  @Test func `a call is answered, and then carries messages`() throws {
    var call = try call()
    #expect(
      call.request
        == .request(
          called: try Names.scoped("BRAVO"),
          calling: ScopedName(try Names.name("ALPHA", .workstation))))
    #expect(call.receive(.keepAlive) == .wait)
    #expect(call.receive(.positiveResponse) == .open)
    #expect(call.receive(.keepAlive) == .wait)
    #expect(call.receive(.message([1, 2])) == .take([1, 2]))
    #expect(call.receive(.message([])) == .take([]))
  }

  @Test(arguments: [0x80, 0x81, 0x82, 0x83, 0x8F, 0x42] as [UInt8])
  func `a call can be refused`(code: UInt8) throws {
    var call = try call()
    let refusal = SessionRefusal(rawValue: code)
    #expect(call.receive(.negativeResponse(refusal)) == .refused(refusal))
  }

  @Test func `a call can be retargeted`() throws {
    var call = try call()
    let there = Endpoint(address: Names.alpha, port: 1390)
    #expect(call.receive(.retarget(there)) == .callAgain(there))
  }

  @Test func `an unexpected packet ends a call`() throws {
    let request = try call().request
    let endpoint = Endpoint(address: Names.alpha, port: 139)
    for packet in [SessionPacket.message([1]), request] {
      var call = try call()
      #expect(call.receive(packet) == .close, "\(packet)")
    }
    for packet in [
      request, .positiveResponse, .negativeResponse(.unspecified), .retarget(endpoint),
    ] {
      var call = try call()
      _ = call.receive(.positiveResponse)
      #expect(call.receive(packet) == .close, "\(packet)")
    }
  }
}
