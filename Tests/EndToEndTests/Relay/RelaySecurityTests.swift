// SPDX-License-Identifier: Apache-2.0

import Fleet
import Foundation
import Realm
import TestSupport
import Testing

/// What a machine of the realm with bad intentions can do to the others: nothing.
@Suite(.timeLimit(.minutes(5))) struct RelaySecurityTests {
  /// A realm with a machine that sends, one that reads, and one that is hostile.
  private func realm() throws -> (RelayRealm, HostileMachine) {
    let realm = try RelayRealm(
      ["web1": ["ben"], "desk7": ["ann"]], strangers: ["evil": ["mallory"]])
    return (realm, try HostileMachine("hosts/evil/host", named: "evil", of: realm.servers))
  }

  private func administrator(of realm: RelayRealm) throws -> HostileMachine {
    try HostileMachine("administrator", named: "administrator", of: realm.servers)
  }

  /// The memory of a relay, in kilobytes.
  private func memory(of machine: RelayMachine) throws -> Int {
    let pids = try machine.machine.shell("pgrep -u \(machine.machine[RelayMachine.account].uid)")
    let pid = try #require(pids.output.split(separator: "\n").first)
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = try #require(status.firstMatch(of: /VmRSS:\s+(\d+)/))
    return try #require(Int(line.1))
  }

  private static let forged = ["Nats-Sequence": "4000000000", "Nats-Expected-Stream": "MSGR_lab"]

  @Test func `forged numbers, junk and floods hide no message of another machine`() async throws {
    let (realm, evil) = try realm()
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    var agent = try desk7.startAgent(of: "ann")
    defer { agent.end() }
    #expect(try web1.netsend(as: "ben", "ann@lab", "before").status == 0)
    let subject = "msgr.lab.to.ann.from.evil.mallory"
    let body = Array("mallory\0ann\0boo\0messngr=1\0id=\(String(repeating: "e", count: 32))\0".utf8)
    // The next messages of the stream would count as done.
    for number in 1...40 {
      try await evil.publish(body, to: subject, headers: ["Nats-Sequence": "\(number)"])
    }
    try await evil.publish(body, to: subject, headers: Self.forged)
    try await evil.publish(body, to: subject, headers: ["Status": "404", "Description": "end"])
    for bytes in [[], [0], Array(repeating: 0xFF, count: 900_000)] as [[UInt8]] {
      try await evil.publish(bytes, to: subject)
    }
    for number in 0..<600 {
      // More tokens than a message has, and a token that is none.
      try evil.connection.publish(NATSMessage("\(subject).x\(number)", payload: body))
      try evil.connection.publish(NATSMessage("msgr.lab.to.ann.from.evil.%zz", payload: body))
    }
    try await evil.publish(body, to: subject)
    let sent = try web1.netsend(as: "ben", "ann@lab", "live")
    #expect(sent.status == 0, "\(sent.errors)")
    try eventually("the live message") { try desk7.texts(of: "ann").contains("live") }
    agent.end()
    #expect(try web1.netsend(as: "ben", "ann@lab", "away").status == 0)
    try #require(realm.machines["desk7"]).restartRelay()
    agent = try desk7.startAgent(of: "ann")
    let start = ContinuousClock.now
    try eventually("the message that was kept") { try desk7.texts(of: "ann").contains("away") }
    #expect(start.duration(to: .now) < .seconds(30))
    let texts = try desk7.texts(of: "ann")
    #expect(texts == ["away", "before", "boo", "live"])
    let boo = try #require(try desk7.inbox(of: "ann").first { $0["text"] as? String == "boo" })
    #expect(boo["origin"] as? String == "realm mallory@evil")
    let desk = try #require(realm.machines["desk7"])
    #expect(desk.relay.text(.errors).contains("a message that is none"))
    if !Sanitizer.isOn { #expect(try memory(of: desk) < 200_000) }
  }

  @Test func `a message whose identifier another machine has used before arrives, and once`()
    async throws
  {
    let (realm, evil) = try realm()
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    let agent = try desk7.startAgent(of: "ann")
    defer { agent.end() }
    let id = String(repeating: "e", count: 32)
    try await evil.publish(
      Array("mallory\0ann\0boo\0messngr=1\0id=\(id)\0".utf8),
      to: "msgr.lab.to.ann.from.evil.mallory")
    try eventually("the first message") { try desk7.texts(of: "ann") == ["boo"] }
    #expect(try web1.netsend(as: "ben", "--id", id, "ann@lab", "mine").status == 0)
    try eventually("the second message") { try desk7.texts(of: "ann") == ["boo", "mine"] }
    // The position of a live message follows later, so the next relay delivers it once more.
    try #require(realm.machines["desk7"]).restartRelay()
    #expect(try web1.netsend(as: "ben", "ann@lab", "last").status == 0)
    try eventually("the last message") { try desk7.texts(of: "ann").contains("last") }
    #expect(try desk7.texts(of: "ann") == ["boo", "last", "mine"])
  }

  @Test func `another machine's receipts take no message from the outbox`() async throws {
    let (realm, evil) = try realm()
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    let id = String(repeating: "5", count: 32)
    #expect(try web1.netsend(as: "ben", "--id", id, "ann@lab", "Lunch?").status == 0)
    for reader in ["ann", "mallory"] {
      let subject = "msgr.lab.rcpt.web1.from.evil.\(reader)"
      for text in ["\(id) read\n", "\(id) refused 5\n", "\(id) kept\n", "\0\u{7F}\n", ""] {
        // The server refuses a reader who is no user of the machine.
        try evil.connection.publish(NATSMessage(subject, payload: Array(text.utf8)))
      }
      try evil.connection.publish(
        NATSMessage(subject, payload: Array(repeating: 0xFF, count: 900_000)))
    }
    try await evil.publish([1], to: "msgr.lab.rcpt.web1.from.evil.mallory")
    // Without a machine of ann, only servers have it.
    let again = try web1.netsend(
      as: "ben", "--id", id, "--until", "read", "--deadline", "2", "ann@lab", "Lunch?")
    #expect(again.status == 75, "\(again)")
    let agent = try desk7.startAgent(of: "ann")
    defer { agent.end() }
    try eventually("the message") { try desk7.texts(of: "ann") == ["Lunch?"] }
    #expect(try web1.netsend(as: "ben", "ann@lab", "still alive").status == 0)
  }

  @Test func `a question with a foreign address makes no machine publish in its own name`()
    async throws
  {
    let (realm, evil) = try realm()
    let desk7 = try realm["desk7"]
    let agent = try desk7.startAgent(of: "ann")
    defer { agent.end() }
    // ben's message has gone to the agent: desk7 listens.
    #expect(try realm["web1"].netsend(as: "ben", "ann@lab", "first").status == 0)
    try eventually("the message") { try desk7.texts(of: "ann") == ["first"] }
    let answer = try await evil.requests.answer(
      to: NATSMessage("who.lab.ann"), timeout: .seconds(9))
    #expect(answer.payload == Array("desk7".utf8))
    for reply in ["msgr.lab.to.ann.from.desk7.ann", "msgr.lab.rcpt.web1.from.desk7.ann"] {
      try evil.connection.publish(NATSMessage("who.lab.ann", reply: reply))
    }
    // An answer to a later question comes behind those to earlier ones.
    _ = try await evil.requests.answer(to: NATSMessage("who.lab.ann"), timeout: .seconds(9))
    let administrator = try administrator(of: realm)
    let page = try await administrator.stream.page(
      of: .messages(to: "ann"), after: 0, limit: 9, as: "administrator")
    #expect(page.messages.map(\.subject.host) == ["web1"])
    #expect(page.last?.sequence == page.messages.last?.sequence)
  }

  @Test func `a server with a machine's certificate is refused, and the relay goes on`() throws {
    let realm = try RelayRealm(["web1": ["ben"], "desk7": ["ann"]])
    let host = try #require(realm.machines["desk7"])
    let folder = realm.servers.folder.path
    // The certificate of web1 is one of this realm, for clients only.
    let middle = try NATSServer(
      configuration: """
        tls {
          cert_file: "\(folder)/hosts/web1/host.pem"
          key_file: "\(folder)/hosts/web1/host.key"
          ca_file: "\(folder)/authority.pem"
        }
        """)
    try host.restartRelay(servers: ["tls://127.0.0.1:\(middle.port)"])
    try middle.program.wait(for: "TLS handshake error", in: .errors)
    // It is the fault of the servers, so the relay tries again.
    try middle.program.wait(for: "TLS handshake error", in: .errors, times: 2)
    #expect(!host.relay.text(.errors).contains("messngr-relay: connected"))
    #expect(host.relay.text(.errors).contains("the relay tries again later"))
  }

  @Test func `a server that answers with nonsense crashes no relay, and costs no message`() throws {
    let realm = try RelayRealm(["web1": ["ben"], "desk7": ["ann"]])
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    let agent = try desk7.startAgent(of: "ann")
    defer { agent.end() }
    let server = try #require(realm.servers.servers.first)
    try server.kill()
    let url = try #require(URL(string: realm.servers.urls[0]))
    let files = realm.servers.folder.appending(path: "servers/n1").path
    let script = URL(filePath: #filePath).appending(
      path: "../../../Fixtures/Network/hostile_nats.py"
    ).standardized.path
    let hostile = try Program(
      "/usr/bin/python3",
      [script, url.host() ?? "", "4222", "\(files)/n1.pem", "\(files)/n1.key"],
      environment: Program.path, package: "python3")
    defer { hostile.end() }
    for machine in realm.machines.values {
      try machine.waitUntilConnected(times: 2)
    }
    var texts: [String] = []
    for number in 0..<8 {
      texts.append("message \(number)")
      _ = try web1.netsend(as: "ben", "--deadline", "1", "ann@lab", texts[number])
    }
    try hostile.wait(for: "MSG.NEXT", in: .output, times: 2)
    for machine in realm.machines.values {
      try machine.relay.wait(for: "why=", in: .errors)
      // The server's words must not change how a terminal shows the line.
      #expect(!machine.relay.text(.errors).contains("\u{202E}"))
      if !Sanitizer.isOn { #expect(try memory(of: machine) < 200_000) }
    }
    hostile.end()
    try server.restart()
    // What the other server said of these messages is not true: the relay looks, and sends them again.
    for machine in realm.machines.values { try machine.waitUntilConnected(times: 3) }
    try eventually("all messages") { Set(try desk7.texts(of: "ann")).isSuperset(of: texts) }
    // The server had a machine's messages of its own, all with one identifier.
    let found = try desk7.texts(of: "ann").filter { $0 != "Never sent" }
    #expect(found.count == Set(found).count)
    for machine in realm.machines.values {
      #expect(machine.relay.text(.errors).components(separatedBy: "listening").count == 2)
    }
  }

  @Test func `a user cannot send as another one, nor report for one`() throws {
    let realm = try RelayRealm(["web1": ["ben", "mallory"], "desk7": ["ann"]])
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    let agent = try desk7.startAgent(of: "ann")
    defer { agent.end() }
    let id = String(repeating: "7", count: 32)
    #expect(try web1.netsend(as: "mallory", "--from", "ben", "ann@lab", "Give me").status == 0)
    let body = "ben\\0ann@lab\\0Forged\\0messngr=1\\0id=\(id)\\0origin=realm root@desk7\\0"
    let written = try web1.python(
      """
      import socket
      slot = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      slot.connect("/run/mailslot/messngr-relay/messngr")
      slot.send(b"\(body)")
      """, as: "mallory")
    #expect(written.status == 0, "\(written.errors)")
    try eventually("both messages") { try desk7.texts(of: "ann").count == 2 }
    #expect(try web1.netsend(as: "ben", "ann@lab", "last").status == 0)
    let origins = try desk7.inbox(of: "ann").compactMap { $0["origin"] as? String }
    #expect(Set(origins).isSubset(of: ["realm mallory@web1", "realm ben@web1"]), "\(origins)")
    #expect(origins.count { $0 == "realm ben@web1" } == 1)
    #expect(try desk7.texts(of: "ann") == ["Forged", "Give me", "last"])
  }

  @Test func `a machine that is removed while it is connected learns it, and comes back`() throws {
    let realm = try RelayRealm(["web1": ["ben"], "desk7": ["ann"]])
    let (web1, host) = (try realm["web1"], try #require(realm.machines["web1"]))
    let list = realm.servers.folder.appending(path: "realm.list")
    let old = try String(contentsOf: list, encoding: .utf8)
    let without = old.split(separator: "\n").filter { !$0.hasPrefix("host web1") }
    try (without.joined(separator: "\n") + "\n").write(to: list, atomically: true, encoding: .utf8)
    try realm.servers.reload()
    try host.relay.wait(for: "the servers refuse this machine", in: .errors)
    #expect(try web1.netsend(as: "ben", "ann@lab", "Later").status == 75)
    try old.write(to: list, atomically: true, encoding: .utf8)
    try realm.servers.reload()
    try host.waitUntilConnected(times: 2)
    let desk7 = try realm["desk7"]
    let agent = try desk7.startAgent(of: "ann")
    defer { agent.end() }
    try eventually("the message") { try desk7.texts(of: "ann") == ["Later"] }
  }
}
