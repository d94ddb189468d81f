// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Messages between machines, with real servers, relays, agents and senders.
@Suite(.timeLimit(.minutes(5))) struct RelayTests {
  /// Ben on web1, where no agent runs, and ann and ben on desk7, where their agents run.
  private static func realm() throws -> (RelayRealm, [Program]) {
    let realm = try RelayRealm(
      ["web1": ["ben"], "desk7": ["ann", "ben"]], announcers: ["desk7"])
    let desk7 = try realm["desk7"]
    return (realm, try ["ann", "ben"].map { try desk7.startAgent(of: $0) })
  }

  @Test func `a message goes to a user of another machine, and its sender is proven`() throws {
    let (realm, agents) = try Self.realm()
    defer { for agent in agents { agent.end() } }
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    let sent = try web1.netsend(as: "ben", "ann@lab", "Lunch?")
    #expect(sent.status == 0, "\(sent.errors)")
    let message = try #require(try desk7.inbox(of: "ann").first)
    #expect(message["text"] as? String == "Lunch?")
    #expect(message["origin"] as? String == "realm ben@web1")
    let read = try desk7.run("messngr", ["read", "1"], as: "ann").output
    #expect(read.contains("From:     ben@web1 (proven by the realm)\n"), "\(read)")
    // A sender cannot be another user: the relay has the name from the kernel.
    #expect(try web1.netsend(as: "ben", "--from", "root", "ann@lab", "I am root").status == 0)
    let list = try desk7.run("messngr", ["inbox"], as: "ann").output
    #expect(list.contains("ben@web1 as root"), "\(list)")
  }

  @Test func `a message to a user who is away is kept, and comes when the user logs in`() throws {
    let realm = try RelayRealm(["web1": ["ben"], "desk7": ["ann"]])
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    let sent = try web1.netsend(as: "ben", "ann@lab", "Later")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(sent.duration < .seconds(4))
    // Kept is not stored: a sender who asks for more learns so.
    let more = try web1.netsend(
      as: "ben", "--until", "shown", "--deadline", "1s", "ann@lab", "Shown?")
    #expect(more.status == 75 && more.errors.contains("kept"), "\(more.errors)")
    let agent = try desk7.startAgent(of: "ann")
    defer { agent.end() }
    try eventually("both messages") { try desk7.texts(of: "ann") == ["Later", "Shown?"] }
  }

  @Test func `with every server down a message is queued, and delivered later`() throws {
    let (realm, agents) = try Self.realm()
    defer { for agent in agents { agent.end() } }
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    try realm.servers.servers[0].kill()
    let sent = try web1.netsend(as: "ben", "--deadline", "2s", "ann@lab", "In the dark")
    #expect(sent.status == 75 && sent.errors.contains("queued"), "\(sent.errors)")
    #expect(sent.duration < .seconds(5))
    let queued = try web1.netsend(as: "ben", "--until", "queued", "ann@lab", "Only here")
    #expect(queued.status == 0, "\(queued.errors)")
    let doctor = try web1.run("messngr", ["doctor", "ann@lab"], as: "ben")
    #expect(doctor.status == 69 && doctor.output.contains("no server"), "\(doctor.output)")
    try realm.servers.servers[0].restart()
    try eventually("both messages") {
      try desk7.texts(of: "ann") == ["In the dark", "Only here"]
    }
  }

  @Test func `unknown names are said at once, and so are other realms and missing permissions`()
    throws
  {
    let (realm, agents) = try Self.realm()
    defer { for agent in agents { agent.end() } }
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    for (recipient, status) in [("dave@lab", Int32(67)), ("ann@home", 67), ("*@lab", 77)] {
      let sent = try web1.netsend(as: "ben", recipient, "Hello")
      #expect(sent.status == status, "\(recipient): \(sent.status) \(sent.errors)")
      #expect(sent.duration < .seconds(3))
    }
    let unknown = try web1.netsend(as: "ben", "dave@lab", "Hello")
    #expect(unknown.errors.contains("the realm has no such user"), "\(unknown.errors)")
    #expect(try desk7.netsend(as: "ann", "*@lab", "To all").status == 0)
    for user in ["ann", "ben"] {
      try eventually("the message to all") { try desk7.texts(of: user) == ["To all"] }
    }
  }

  @Test func `a machine may serve all its users, and a name that none of them has is said at once`()
    throws
  {
    let realm = try RelayRealm(["web1": ["ben"], "desk7": ["ann"]], open: ["desk7"])
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    let agent = try desk7.startAgent(of: "ann")
    defer { agent.end() }
    let sent = try web1.netsend(as: "ben", "ann@lab", "Lunch?")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(try desk7.texts(of: "ann") == ["Lunch?"])
    let unknown = try web1.netsend(as: "ben", "dave@lab", "Hello")
    #expect(unknown.status == 67, "\(unknown)")
    #expect(unknown.errors.contains("the realm has no such user"), "\(unknown)")
    #expect(unknown.duration < .seconds(3))
    let doctor = try web1.run("messngr", ["doctor", "dave@lab"], as: "ben")
    #expect(doctor.status != 0, "\(doctor.output)")
    #expect(try web1.run("messngr", ["doctor", "ann@lab"], as: "ben").status == 0)
  }

  @Test func `a message that expires while no server answers is said to have expired`() throws {
    let realm = try RelayRealm(["web1": ["ben"], "desk7": ["ann"]])
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    try realm.servers.servers[0].kill()
    let sent = try web1.netsend(
      as: "ben", "--expires", "2s", "--until", "read", "--deadline", "1m", "ann@lab", "Too late")
    #expect(sent.status == 75 && sent.duration < .seconds(10), "\(sent)")
    #expect(sent.errors.contains("the message has expired"), "\(sent.errors)")
    try realm.servers.servers[0].restart()
    let agent = try desk7.startAgent(of: "ann")
    defer { agent.end() }
    #expect(try web1.netsend(as: "ben", "ann@lab", "In time").status == 0)
    try eventually("the message") { try desk7.texts(of: "ann") == ["In time"] }
  }

  @Test func `a name without a realm is looked for here first, then in the realm`() throws {
    let (realm, agents) = try Self.realm()
    defer { for agent in agents { agent.end() } }
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    #expect(try web1.netsend(as: "ben", "Ann", "Over there").status == 0)
    #expect(try desk7.texts(of: "ann") == ["Over there"])
    // Ben is a user of web1, too, so the message stays there.
    #expect(try web1.netsend(as: "ben", "ben", "Here").status == 0)
    #expect(try desk7.texts(of: "ben") == [])
    #expect(try web1.netsend(as: "ben", "dave", "Hello").status == 67)
  }

  @Test func `an answer to a question goes back to the sender who waits`() throws {
    let (realm, agents) = try Self.realm()
    defer { for agent in agents { agent.end() } }
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    let asking = try web1.start(
      [
        web1.path(of: "netsend"), "--action", "yes=Yes", "--action", "no=No", "--until",
        "answered", "ann@lab", "Reboot?",
      ], as: "ben")
    try eventually("the question") { try desk7.texts(of: "ann") == ["Reboot?"] }
    let reply = try desk7.run("messngr", ["reply", "1", "yes"], as: "ann")
    #expect(reply.status == 0, "\(reply.errors)")
    let finished = try asking.finish()
    #expect(finished.status == 0 && finished.output.contains("yes"), "\(finished)")
  }

  @Test func `a message is taken back, and replaced, on another machine`() throws {
    let (realm, agents) = try Self.realm()
    defer { for agent in agents { agent.end() } }
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    func state(_ text: String) throws -> String? {
      try desk7.inbox(of: "ann").first { $0["text"] as? String == text }?["state"] as? String
    }
    let first = try web1.netsend(as: "ben", "--print-id", "ann@lab", "Wrong")
    let id = try #require(first.output.split(separator: "\n").first).description
    #expect(try web1.netsend(as: "ben", "--retract", id, "ann@lab").status == 0)
    try eventually("the retraction") { try state("Wrong") == "retracted" }
    for text in ["50 %", "90 %"] {
      #expect(try web1.netsend(as: "ben", "--replaces", "job", "ann@lab", text).status == 0)
    }
    try eventually("the replacement") { try state("50 %") == "retracted" }
    #expect(try state("90 %") == "stored")
  }

  @Test func `a user with two desks reads a message once`() throws {
    let realm = try RelayRealm(["web1": ["ben"], "desk7": ["ann"], "desk8": ["ann"]])
    let web1 = try realm["web1"]
    let desks = try [realm["desk7"], realm["desk8"]]
    let agents = try desks.map { try $0.startAgent(of: "ann") }
    defer { for agent in agents { agent.end() } }
    #expect(try web1.netsend(as: "ben", "ann@lab", "For both").status == 0)
    for desk in desks {
      try eventually("the message") { try desk.texts(of: "ann") == ["For both"] }
    }
    #expect(try desks[0].run("messngr", ["read", "1"], as: "ann").status == 0)
    try eventually("the state") {
      try desks[1].inbox(of: "ann").first?["state"] as? String == "read"
    }
  }

  @Test func `the doctor walks the way, and the list says who is logged in where`() throws {
    let (realm, agents) = try Self.realm()
    defer { for agent in agents { agent.end() } }
    let web1 = try realm["web1"]
    let doctor = try web1.run("messngr", ["doctor", "ann@lab"], as: "ben")
    #expect(doctor.status == 0, "\(doctor.output)")
    for words in ["web1 of the realm lab", "nats-server 2.", "ann@lab is logged in on desk7"] {
      #expect(doctor.output.contains(words), "\(doctor.output)")
    }
    let list = try web1.run("messngr", ["browse", "--realm", "--json"], as: "ben")
    #expect(
      list.output.split(separator: "\n").sorted() == [
        #"{"name":"desk7","realm":"lab","users":["ann","ben"]}"#,
        #"{"name":"web1","realm":"lab","users":[]}"#,
      ], "\(list)")
  }
}
