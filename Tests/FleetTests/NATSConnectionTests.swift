// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Fleet

/// The connection to real servers.
@Suite(.timeLimit(.minutes(2))) struct NATSConnectionTests {
  /// A connection that notes what happens to it.
  private func connect(
    to url: String, _ events: Noted<NATSEvent>
  ) throws -> NATSConnection {
    try NATSConnection(
      NATSOptions(
        servers: [url], name: "test", credentials: nil, inboxPrefix: "_INBOX_test",
        reconnectWait: 20, pingInterval: 200)
    ) { events.add($0) }
  }

  @Test func `a message arrives with its headers and all its bytes`() throws {
    let server = try NATSServer()
    let (events, arrived) = (Noted<NATSEvent>(), Noted<NATSMessage>())
    let connection = try connect(to: server.url, events)
    let subscription = try connection.subscribe("a.*.c") { arrived.add($0) }
    let message = NATSMessage(
      "a.b.c", reply: "back", headers: ["Nats-Msg-Id": "1", "Title": "Müller"],
      payload: [0, 1, 0xFF, 0x0A, 0])
    try connection.publish(NATSMessage("a.b"))
    try connection.publish(message)
    try connection.publish(NATSMessage("a.x.c"))
    try arrived.wait { $0.count >= 2 }
    #expect(arrived.all == [message, NATSMessage("a.x.c")])
    #expect(connection.isConnected && connection.server?.hasSuffix(":\(server.port)") == true)
    subscription.close()
    connection.close()
    try events.wait { $0.last == .closed }
    #expect(events.all.first == .connected)
  }

  @Test func `a request without a listener is answered at once`() throws {
    let server = try NATSServer()
    let (events, arrived) = (Noted<NATSEvent>(), Noted<NATSMessage>())
    let connection = try connect(to: server.url, events)
    let subscription = try connection.subscribe("_INBOX_test.>") { arrived.add($0) }
    try connection.publish(NATSMessage("no.listener", reply: "_INBOX_test.7"))
    try arrived.wait { !$0.isEmpty }
    #expect(arrived.all.first?.subject == "_INBOX_test.7")
    #expect(arrived.all.first?.meansNoResponders == true)
    withExtendedLifetime(subscription) { connection.close() }
  }

  @Test func `no machine can guess the subject on which the next answer is awaited`() async throws {
    let server = try NATSServer()
    let (events, asked) = (Noted<NATSEvent>(), Noted<NATSMessage>())
    let connection = try connect(to: server.url, events)
    let subscription = try connection.subscribe("question") { question in
      asked.add(question)
      try? connection.publish(NATSMessage(question.reply ?? "", payload: [7]))
    }
    let requests = try NATSRequests(on: connection, prefix: "_INBOX_test.answers")
    for _ in 0..<8 {
      let answer = try await requests.answer(to: NATSMessage("question"), timeout: .seconds(10))
      #expect(answer.payload == [7])
    }
    let numbers = asked.all.compactMap { question in
      question.reply?.split(separator: ".").last.flatMap { UInt64($0) }
    }.sorted()
    #expect(numbers.count == 8)
    for (number, next) in zip(numbers, numbers.dropFirst()) { #expect(next - number > 1 << 20) }
    requests.close()
    withExtendedLifetime(subscription) { connection.close() }
  }

  @Test func `a connection comes back after the server, with its subscriptions`() throws {
    let server = try NATSServer()
    let (events, arrived) = (Noted<NATSEvent>(), Noted<NATSMessage>())
    let connection = try connect(to: server.url, events)
    let subscription = try connection.subscribe("a") { arrived.add($0) }
    try server.kill()
    try events.wait { $0 == [.connected, .disconnected] }
    try connection.publish(NATSMessage("a", payload: [1]))
    try server.restart()
    try events.wait { $0.filter { $0 == .connected }.count == 2 }
    try connection.publish(NATSMessage("a", payload: [2]))
    try arrived.wait { $0.count == 2 }
    #expect(arrived.all.map(\.payload) == [[1], [2]])
    withExtendedLifetime(subscription) { connection.close() }
  }

  @Test func `a server that says nothing any more counts as gone`() throws {
    let server = try NATSServer()
    let events = Noted<NATSEvent>()
    let connection = try connect(to: server.url, events)
    server.program.freeze()
    try events.wait { $0 == [.connected, .disconnected] }
    server.program.thaw()
    try events.wait { $0.last == .connected }
    connection.close()
  }

  @Test func `a server may start after the connection`() throws {
    let port = try NATSServer().port
    let events = Noted<NATSEvent>()
    let connection = try connect(to: "nats://127.0.0.1:\(port)", events)
    #expect(!connection.isConnected && connection.server == nil)
    let server = try NATSServer(port: port)
    try events.wait { $0 == [.connected] }
    connection.close()
    _ = server
  }

  @Test func `a subject that the server does not permit is reported`() throws {
    let server = try NATSServer(
      configuration: """
        no_auth_user: all
        authorization { users: [{ user: all, permissions: { publish: ["a.>"], subscribe: ["a.>"] } }] }
        """)
    let events = Noted<NATSEvent>()
    let connection = try connect(to: server.url, events)
    try connection.publish(NATSMessage("b"))
    try events.wait { $0.contains(.failed(.notPermitted(subject: "b"))) }
    connection.close()
  }
}
