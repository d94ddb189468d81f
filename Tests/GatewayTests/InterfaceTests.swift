// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Links that go down and come up, and machines with two interfaces.
@Suite(.serialized, .timeLimit(.minutes(5))) struct InterfaceTests {
  private let quiet = ["sessions=no", "datagrams=no"]
  private let claimed = "name claimed interface=v0 name=GATEHOUSE<03>"

  @Test(arguments: [0, 500])
  func `after a link was down the names are claimed anew, at once`(milliseconds: UInt32) throws {
    let house = try GatewayHost()
    let gateway = try house.startGateway(quiet)
    try gateway.wait(for: claimed, in: .errors)
    try house.lan.ip(on: GatewayHost.host, "link set v0 down")
    usleep(milliseconds * 1000)
    let start = ContinuousClock.now
    try house.lan.ip(on: GatewayHost.host, "link set v0 up")
    try house.waitUntil("a second claim") {
      gateway.text(.errors).ranges(of: claimed).count == 2
    }
    // A look at intervals would take up to five seconds.
    #expect(start.duration(to: .now) < .seconds(4))
  }

  /// Gives a host a second interface on the same network, to which its routing table sends broadcasts.
  private func addInterface(to host: Int, of house: GatewayHost) throws {
    let own = "\(house.lan.address(of: host))/24 brd 10.86.0.255 dev v0"
    try house.lan.ip(on: host, "addr del \(own)")
    try house.lan.ip(on: host, "link add d0 type veth peer name d1")
    try house.lan.ip(on: host, "link set d1 up")
    try house.lan.ip(on: host, "addr add 10.86.0.77/24 brd 10.86.0.255 dev d0")
    try house.lan.ip(on: host, "link set d0 up")
    try house.lan.ip(on: host, "addr add \(own)")
    // The answers find their way.
    let other = house.lan.address(of: 3 - host)
    try house.lan.ip(on: host, "route add \(other)/32 dev v0")
  }

  @Test func `claims go out over their interface`() throws {
    let house = try GatewayHost()
    let first = try house.startGateway(on: GatewayHost.peer, quiet)
    try first.wait(for: claimed, in: .errors)
    try addInterface(to: GatewayHost.host, of: house)
    let gateway = try house.startGateway(quiet)
    try gateway.wait(for: "name claimed interface=v0 name=WORKGROUP<00>", in: .errors)
    #expect(!gateway.text(.errors).contains(claimed), "\(gateway.text(.errors))")
    // A machine does not defend a name against its own claim on another interface.
    #expect(!gateway.text(.errors).contains("defended"), "\(gateway.text(.errors))")
  }

  @Test func `broadcasts of senders go out over every interface`() throws {
    let house = try GatewayHost()
    let agent = try house.startAgent()
    let gateway = try house.startGateway(isNamed: true)
    try addInterface(to: GatewayHost.peer, of: house)
    #expect(try house.netsend([#"\\GATEHOUSE"#, "by name"]).status == 0)
    #expect(try house.netsend(["/domain", "to all"]).status == 0)
    try house.waitUntil("both messages are there") { try house.texts().count == 2 }
    #expect(try house.texts() == ["by name", "to all"])
    withExtendedLifetime((agent, gateway)) {}
  }
}
