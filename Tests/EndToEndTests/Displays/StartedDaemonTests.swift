// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Popup daemons that run only when the bus has started them.
@Suite(.serialized) struct StartedDaemonTests {
  private let sandbox: Sandbox
  private let bus: PrivateBus

  init() throws {
    sandbox = try Sandbox()
    bus = try PrivateBus()
  }

  @Test func `a popup daemon that only the bus can start is started, as often as it leaves`() throws
  {
    let dunst = try OfferedDunst(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    for number in 1...3 {
      let sent = try sandbox.netsend("--until", "shown", sandbox.user, "number \(number)")
      #expect(sent.status == 0, "\(sent.errors)")
      #expect(try dunst.bodies() == ["number \(number)"])
      try dunst.end()
    }
    _ = agent
  }

  @Test(arguments: ["/bin/false", "/bin/sleep 1000"])
  func `a popup daemon that does not start delays no sender and no end`(command: String) throws {
    try bus.offer(PrivateBus.notifications, startedBy: command)
    let agent = try sandbox.startAgent(on: bus)
    let first = try sandbox.netsend("--until", "shown", "--deadline", "2", sandbox.user, "early")
    #expect(first.status == 75)
    let second = try sandbox.netsend(sandbox.user, "stored")
    #expect(second.status == 0)
    #expect(second.duration < .seconds(3))
    try agent.wait(for: "popup daemon not started", in: .errors)
    agent.signal(SIGTERM)
    let end = try agent.finish()
    #expect(end.status == 0)
  }

  @Test func `a popup daemon that another program starts shows what waited`() throws {
    try bus.offer(PrivateBus.notifications, startedBy: "/bin/false")
    let agent = try sandbox.startAgent(on: bus)
    #expect(try sandbox.netsend(sandbox.user, "early").status == 0)
    try agent.wait(for: "popup daemon not started", in: .errors)
    let desktop = try DunstDesktop(on: bus)
    let late = try sandbox.netsend("--until", "shown", sandbox.user, "late")
    #expect(late.status == 0, "\(late.errors)")
    #expect(try desktop.history().map(\.body) == ["early", "late"])
    _ = agent
  }
}
