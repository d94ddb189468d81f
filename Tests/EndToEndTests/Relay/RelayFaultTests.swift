// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// How long a machine is without a network, in seconds: `MESSNGR_PARTITION=3600` tries an hour.
private let partition =
  ProcessInfo.processInfo.environment["MESSNGR_PARTITION"].flatMap { Int($0) } ?? 60

/// When something fails under load, each message that was acknowledged as kept or stored is in the inbox once.
@Suite(.serialized, .timeLimit(.minutes(10 + partition / 20)))
struct RelayFaultTests {
  /// How many messages are acknowledged between two faults.
  private static let pace = 15

  /// Three machines and three servers; on each machine a user who reads, and one who sends.
  private final class Scene {
    let realm: RelayRealm
    var agents: [String: Program] = [:]
    static let readers = ["web1": "ann", "web2": "cara", "web3": "eve"]
    static let senders = [("web1", "ben"), ("web2", "dan"), ("web3", "fay")]

    init() throws {
      realm = try RelayRealm(
        ["web1": ["ann", "ben"], "web2": ["cara", "dan"], "web3": ["eve", "fay"]], serverCount: 3)
      for machine in Scene.readers.keys { try startAgent(on: machine) }
    }

    deinit { for agent in agents.values { agent.end() } }

    func startAgent(on machine: String) throws {
      agents[machine] = try realm[machine].startAgent(of: Scene.readers[machine] ?? "")
    }

    func load() throws -> RelayLoad {
      try RelayLoad(
        in: realm, from: Scene.senders, to: Scene.readers.values.sorted(), count: 2,
        // A long partition tries time, not numbers.
        pause: partition > 60 ? 2 : 0)
    }

    /// The messages in each inbox.
    func found() throws -> [String: [String]] {
      try Scene.readers.reduce(into: [:]) { found, entry in
        found[entry.value] = try realm[entry.key].texts(of: entry.value)
      }
    }

    /// Ends the load, and waits until all that was acknowledged has arrived.
    func expectNothingLost(
      _ load: RelayLoad, _ fault: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let (sent, acknowledged) = try load.stop()
      #expect(!acknowledged.isEmpty, "\(fault)", sourceLocation: sourceLocation)
      var check = DeliveryCheck(sent: sent, acknowledged: acknowledged, found: [:])
      let end = ContinuousClock.now + Program.patience
      repeat {
        // What was sent before this load is in the inboxes, too.
        let found = try found().mapValues { $0.filter { sent[$0] != nil } }
        check = DeliveryCheck(sent: sent, acknowledged: acknowledged, found: found)
        if !check.lost.isEmpty { usleep(200_000) }
      } while !check.lost.isEmpty && .now < end
      #expect(
        check.isRight, "\(fault): \(acknowledged.count) acknowledged of \(sent.count), \(check)",
        sourceLocation: sourceLocation)
      print("\(fault): \(acknowledged.count) of \(sent.count) messages acknowledged")
    }
  }

  @Test func `kills of servers, relays and agents lose and double no acknowledged message`() throws
  {
    let scene = try Scene()
    var load = try scene.load()
    try load.waitForAcknowledged(more: Self.pace)
    for server in scene.realm.servers.servers {
      try server.kill()
      try load.waitForAcknowledged(more: Self.pace)
      try server.restart()
      try load.waitForAcknowledged(more: Self.pace)
    }
    try scene.expectNothingLost(load, "each server killed")

    load = try scene.load()
    for machine in scene.realm.machines.values.sorted(by: { $0.name < $1.name }) {
      try load.waitForAcknowledged(more: Self.pace)
      try machine.restartRelay()
    }
    try load.waitForAcknowledged(more: Self.pace)
    try scene.expectNothingLost(load, "each relay killed")

    load = try scene.load()
    for machine in Scene.readers.keys.sorted() {
      try load.waitForAcknowledged(more: Self.pace)
      scene.agents[machine]?.end()
      try load.waitForAcknowledged(more: Self.pace)
      try scene.startAgent(on: machine)
    }
    try load.waitForAcknowledged(more: Self.pace)
    try scene.expectNothingLost(load, "each agent killed")
  }

  @Test func `servers that do not answer lose and double nothing`() throws {
    let scene = try Scene()
    let load = try scene.load()
    try load.waitForAcknowledged(more: Self.pace)
    for server in scene.realm.servers.servers { server.program.freeze() }
    // Longer than a sender waits for an answer of a server.
    sleep(8)
    for server in scene.realm.servers.servers { server.program.thaw() }
    try load.waitForAcknowledged(more: Self.pace)
    try scene.expectNothingLost(load, "all servers silent")
  }

  @Test func `a machine without a network loses and doubles nothing`() throws {
    let scene = try Scene()
    let load = try scene.load()
    try load.waitForAcknowledged(more: Self.pace)
    let machine = try #require(scene.realm.machines["web3"])
    try machine.withoutNetwork {
      sleep(UInt32(partition))
      // The other machines go on.
      try load.waitForAcknowledged(more: Self.pace)
    }
    try load.waitForAcknowledged(more: Self.pace)
    try scene.expectNothingLost(load, "a machine without a network")
  }

  @Test func `all servers down: the sender learns that its message is queued, and it comes later`()
    throws
  {
    let realm = try RelayRealm(["web1": ["ben"], "desk7": ["ann"]])
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    let agent = try desk7.startAgent(of: "ann")
    defer { agent.end() }
    for server in realm.servers.servers { try server.kill() }
    let sent = try web1.netsend(as: "ben", "ann@lab", "Later")
    #expect(sent.status == 75 && sent.duration < .seconds(7), "\(sent)")
    try #require(realm.machines["web1"]).restartRelay()
    for server in realm.servers.servers { try server.restart() }
    try eventually("the message") { try desk7.texts(of: "ann") == ["Later"] }
  }

  @Test func `servers that list nothing still carry messages and receipts`() throws {
    let realm = try RelayRealm(["web1": ["ben"], "desk7": ["ann"]])
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    let agent = try desk7.startAgent(of: "ann")
    defer { agent.end() }
    #expect(try web1.netsend(as: "ben", "ann@lab", "before").status == 0)
    // It is as if the cluster had given each list to a server that has failed.
    try realm.servers.reload {
      $0.replacing("CONSUMER.CREATE.MSGR_lab.", with: "CONSUMER.CREATE.none.")
    }
    for machine in realm.machines.values {
      try machine.restartRelay()
      try machine.waitUntilConnected()
    }
    for number in 0..<3 {
      let sent = try web1.netsend(as: "ben", "--deadline", "20", "ann@lab", "live \(number)")
      #expect(sent.status == 0, "\(sent.errors)")
    }
    #expect(
      try Set(desk7.texts(of: "ann")) == ["before", "live 0", "live 1", "live 2"])
  }

  @Test func `a full disk of the outbox and of the inbox loses nothing that was acknowledged`()
    throws
  {
    let realm = try RelayRealm(["web1": ["ben"], "desk7": ["ann"]])
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    realm.machines["web1"]?.end()
    try desk7.make("\(desk7["ann"].home)/.local", for: desk7["ann"], mode: 0o700)
    try desk7.make("\(desk7["ann"].home)/.local/state", for: desk7["ann"], mode: 0o700)
    let inbox = try MachineDisk(
      at: "\(desk7["ann"].home)/.local/state/messngr", for: "ann", in: desk7)
    let outbox = try MachineDisk(
      at: web1[RelayMachine.account].home, for: RelayMachine.account, in: web1)
    try realm.machines["web1"]?.restartRelay()
    let agent = try desk7.startAgent(of: "ann")
    defer { agent.end() }
    let text = String(repeating: "x", count: 50_000)
    #expect(try web1.netsend(as: "ben", "ann@lab", "first").status == 0)
    var (kept, count) = (["first"], 0)
    for disk in [inbox, outbox] {
      try disk.fill()
      for _ in 0..<4 {
        count += 1
        let message = "\(count) \(text)"
        if try web1.netsend(as: "ben", "ann@lab", message).status == 0 { kept.append(message) }
      }
      try disk.free()
      count += 1
      let small = "small \(count)"
      #expect(try web1.netsend(as: "ben", "--deadline", "30", "ann@lab", small).status == 0)
      kept.append(small)
      // A refusal for want of room is none for good: the reader's relay tries again.
      try realm.machines["desk7"]?.restartRelay()
    }
    try eventually("\(kept.count) messages after the disks were full") {
      Set(try desk7.texts(of: "ann")).isSuperset(of: kept)
    }
    let texts = try desk7.texts(of: "ann")
    #expect(texts.count == Set(texts).count)
  }

  @Test(.disabled(if: Sanitizer.isOn, "libfaketime does not start beside a sanitizer"))
  func `a clock that jumps on both machines loses and doubles nothing`() throws {
    let realm = try RelayRealm(["web1": ["ben"], "desk7": ["ann"]])
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    let clock = try FakeClock(in: URL(filePath: web1.folder))
    for machine in realm.machines.values { try machine.restartRelay(try clock.environment) }
    let variables = try clock.environment.map { "\($0)=\($1)" }
    let agent = try desk7.start(
      ["/usr/bin/env"] + variables + [desk7.path(of: "messngrd"), "--display", "none"], as: "ann",
      ["HOME": desk7["ann"].home, "PATH": "/usr/bin:/bin"])
    try agent.wait(for: "listening", in: .errors)
    defer { agent.end() }
    var texts: [String] = []
    for days in [0, 40, -40, 400, 0] {
      try clock.set(days: days)
      let sent = try web1.netsend(as: "ben", "ann@lab", "day \(days) \(texts.count)")
      // Before its certificate was made, a machine can queue only: TLS needs a clock that is nearly right.
      #expect([0, 75].contains(sent.status), "\(days): \(sent.errors)")
      texts.append("day \(days) \(texts.count)")
      for machine in realm.machines.values { try machine.restartRelay(try clock.environment) }
    }
    try eventually("all messages") { Set(try desk7.texts(of: "ann")) == Set(texts) }
    #expect(try desk7.texts(of: "ann").count == texts.count)
  }

  @Test func `servers that have lost their last messages get them again, and lose nothing new`()
    throws
  {
    let realm = try RelayRealm(["web1": ["ben"], "desk7": ["ann"]])
    let (web1, desk7) = (try realm["web1"], try realm["desk7"])
    var agent = try desk7.startAgent(of: "ann")
    defer { agent.end() }
    #expect(try web1.netsend(as: "ben", "ann@lab", "before").status == 0)
    let server = try #require(realm.servers.servers.first)
    let store = realm.servers.folder.appending(path: "store1")
    let copy = realm.servers.folder.appending(path: "copy")
    try server.kill()
    try FileManager.default.copyItem(at: store, to: copy)
    try server.restart()
    for machine in realm.machines.values { try machine.waitUntilConnected(times: 2) }
    for number in 0..<10 {
      #expect(try web1.netsend(as: "ben", "ann@lab", "seen \(number)").status == 0)
    }
    // The next login lists all of them, and the reader's relay notes the last one.
    let relay = try #require(realm.machines["desk7"])
    try relay.restartRelay()
    try relay.waitUntilConnected()
    agent.end()
    #expect(try web1.netsend(as: "ben", "ann@lab", "unseen").status == 0)
    // A power failure of all servers: they wake with what they had written before.
    try server.kill()
    try FileManager.default.removeItem(at: store)
    try FileManager.default.moveItem(at: copy, to: store)
    try server.restart()
    try relay.waitUntilConnected(times: 2)
    #expect(try web1.netsend(as: "ben", "ann@lab", "after").status == 0)
    agent = try desk7.startAgent(of: "ann")
    let all = ["after", "before", "unseen"] + (0..<10).map { "seen \($0)" }
    try eventually("all messages") { Set(try desk7.texts(of: "ann")) == Set(all) }
    #expect(try desk7.texts(of: "ann").count == all.count)
  }
}
