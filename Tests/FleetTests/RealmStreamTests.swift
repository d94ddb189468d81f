// SPDX-License-Identifier: Apache-2.0

import Realm
import TestSupport
import Testing

@testable import Fleet

/// The stream of a realm on a real server.
@Suite(.timeLimit(.minutes(2))) struct RealmStreamTests {
  /// A connection to a server, with the stream of the realm lab.
  private final class Client {
    let connection: NATSConnection
    let requests: NATSRequests
    let stream: RealmStream
    let layout: FleetLayout

    init(of server: NATSServer) async throws {
      connection = try NATSConnection(
        NATSOptions(
          servers: [server.url], name: "test", credentials: nil, inboxPrefix: "_INBOX_h1",
          reconnectWait: 20)
      ) { _ in }
      requests = try NATSRequests(on: connection, prefix: "_INBOX_h1")
      layout = FleetLayout(try #require(DomainLabel("lab")))
      stream = RealmStream(layout, on: connection, requests, inboxPrefix: "_INBOX_h1")
    }

    deinit {
      requests.close()
      connection.close()
    }

    func publish(
      _ text: String, to user: String = "ann", id: String? = nil
    ) async throws -> UInt64 {
      let subject = try #require(FleetSubject(.message, to: user, from: "bob", at: "h1"))
      return try await withCheckedContinuation { continuation in
        stream.publish(Array(text.utf8), to: subject, id: id ?? text) {
          continuation.resume(returning: $0)
        }
      }.get()
    }

    func texts(to user: String = "ann", after sequence: UInt64) async throws -> [String] {
      try await stream.messages(of: .messages(to: user), after: sequence, limit: 5000, as: "c1")
        .map { String(decoding: $0.payload, as: UTF8.self) }
    }
  }

  private static let one = StreamSettings(replicas: 1)

  @Test func `what is published is kept in order, for each user apart`() async throws {
    let server = try NATSServer()
    let client = try await Client(of: server)
    try await client.stream.create(Self.one)
    #expect(try await client.publish("one") == 1)
    #expect(try await client.publish("other", to: "carol") == 2)
    #expect(try await client.publish("two") == 3)
    #expect(try await client.texts(after: 0) == ["one", "two"])
    #expect(try await client.texts(after: 1) == ["two"])
    #expect(try await client.texts(after: 3) == [])
    #expect(try await client.texts(to: "nosuch", after: 0) == [])
    let kept = try await client.stream.messages(
      of: .messages(to: "ann"), after: 2, limit: 5000, as: "c1")
    #expect(kept.first?.sequence == 3)
    #expect(kept.first?.subject.sender == "bob" && kept.first?.subject.host == "h1")
  }

  @Test func `the server answers in the form that is read without a decoder`() async throws {
    let server = try NATSServer()
    let client = try await Client(of: server)
    try await client.stream.create(Self.one)
    let subject = try #require(FleetSubject(.message, to: "ann", from: "bob", at: "h1"))
      .text(in: client.layout.realm)
    let answer = try await client.requests.answer(to: NATSMessage(subject), timeout: .seconds(5))
    #expect(StreamAnswer.sequence(in: answer.payload, of: client.layout.stream) == 1)
  }

  @Test func `what is kept comes live as well, with its sequence`() async throws {
    let server = try NATSServer()
    let client = try await Client(of: server)
    try await client.stream.create(Self.one)
    let arrived = Noted<NATSMessage>()
    let pattern = try #require(client.layout.liveFilter(.messages(to: "ann")))
    let subscription = try client.connection.subscribe(pattern) { arrived.add($0) }
    _ = try await client.publish("other", to: "carol")
    let sequence = try await client.publish("hello")
    try arrived.wait { !$0.isEmpty }
    let message = try #require(StreamMessage(live: arrived.all[0], in: client.layout))
    #expect(message.sequence == sequence && message.payload == Array("hello".utf8))
    subscription.close()
  }

  @Test func `a message that is published again is kept once`() async throws {
    let server = try NATSServer()
    let client = try await Client(of: server)
    try await client.stream.create(Self.one)
    #expect(try await client.publish("one", id: "x") == 1)
    await #expect(throws: StreamError.duplicate(of: 1)) {
      _ = try await client.publish("one", id: "x")
    }
    #expect(try await client.texts(after: 0) == ["one"])
  }

  @Test func `what is kept survives the end of the server`() async throws {
    let server = try NATSServer()
    let client = try await Client(of: server)
    try await client.stream.create(Self.one)
    #expect(try await client.publish("one") == 1)
    try server.kill()
    try server.restart()
    let again = try await Client(of: server)
    #expect(try await again.texts(after: 0) == ["one"])
  }

  @Test func `a thousand messages come in one answer`() async throws {
    let server = try NATSServer()
    let client = try await Client(of: server)
    try await client.stream.create(Self.one)
    let subject = try #require(FleetSubject(.message, to: "ann", from: "bob", at: "h1"))
    let stored = Noted<UInt64>()
    for number in 0..<1000 {
      client.stream.publish(Array("\(number)".utf8), to: subject, id: "\(number)") { result in
        if case .success(let sequence) = result { stored.add(sequence) }
      }
    }
    try stored.wait { $0.count == 1000 }
    #expect(client.requests.count == 0)
    #expect(try await client.texts(after: 0) == (0..<1000).map(String.init))
  }

  @Test func `without a stream a publisher learns it at once`() async throws {
    let server = try NATSServer()
    let client = try await Client(of: server)
    await #expect(throws: StreamError.connection(.noResponders)) {
      _ = try await client.publish("one")
    }
    await #expect(throws: StreamError.self) { _ = try await client.texts(after: 0) }
  }

  @Test func `a list that a failed server has got is asked for again`() async throws {
    // No JetStream here: the test answers in its place.
    let server = try NATSServer(configuration: "# not jetstream {")
    let client = try await Client(of: server)
    let asked = Noted<String>()
    let subscription = try client.connection.subscribe("$JS.API.CONSUMER.>") {
      [connection = client.connection] message in
      asked.add(message.subject.split(separator: ".")[3].description)
      // The first consumer is on a server that has failed, so there is no answer.
      guard asked.all == ["CREATE", "DELETE", "CREATE"], let reply = message.reply else { return }
      let answer = Array(#"{"num_pending":0}"#.utf8)
      try? connection.publish(NATSMessage(reply, payload: answer))
    }
    defer { subscription.close() }
    let page = try await client.stream.page(
      of: .messages(to: "ann"), after: 0, limit: 1, as: "c1")
    #expect(page == StreamPage())
    #expect(asked.all.prefix(3) == ["CREATE", "DELETE", "CREATE"])
  }

  @Test func `requests end when the server is gone`() async throws {
    let server = try NATSServer()
    let client = try await Client(of: server)
    try await client.stream.create(Self.one)
    server.program.freeze()
    let ended = Noted<NATSRequests.Answer>()
    client.requests.send(NATSMessage("msgr.lab.x"), timeout: .milliseconds(50)) { ended.add($0) }
    try ended.wait { $0 == [.failure(.timeout)] }
    server.program.thaw()
  }

  @Test func `the settings of the stream can be changed`() async throws {
    let server = try NATSServer()
    let client = try await Client(of: server)
    try await client.stream.create(Self.one)
    try await client.stream.create(StreamSettings(replicas: 1, age: .seconds(3600)))
    #expect(try await client.publish("one") == 1)
  }
}
