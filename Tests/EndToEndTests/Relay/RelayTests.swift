// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Messages between machines, with real servers, relays, agents and senders.
@Suite(.timeLimit(.minutes(5))) struct RelayTests {
  @Test func `a message goes to a user of another machine, and its sender is proven`() throws {
    let realm = try RelayRealm(["web1": ["ben"], "desk7": ["ann"]])
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    let agent = try desk7.startAgent(of: "ann")
    defer { agent.end() }
    let sent = try web1.netsend(as: "ben", "ann@lab", "Lunch?")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(try desk7.texts(of: "ann") == ["Lunch?"])
    let message = try #require(try desk7.inbox(of: "ann").first)
    #expect(message["origin"] as? String == "realm ben@web1")
  }

  @Test func `a message to a user who is away is kept, and comes when the user logs in`() throws {
    let realm = try RelayRealm(["web1": ["ben"], "desk7": ["ann"]])
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    let sent = try web1.netsend(as: "ben", "ann@lab", "Later")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(sent.duration < .seconds(4))
    let agent = try desk7.startAgent(of: "ann")
    defer { agent.end() }
    try eventually("the message") { try desk7.texts(of: "ann") == ["Later"] }
  }
}
