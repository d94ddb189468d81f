// SPDX-License-Identifier: Apache-2.0

import Foundation
import Messages
import NetBIOS
import RateLimits
import SMBMessaging
import ServiceLifecycle
import Testing
import Wire

@testable import Listeners

/// A real listener on a port of this machine, and callers.
@Suite(.timeLimit(.minutes(5))) struct SessionListenerTests {
  private func withListener(
    _ sink: SpySink = SpySink(), _ limits: SessionLimits = SessionLimits(),
    _ body: @escaping @Sendable (UInt16, Metrics) throws -> Void
  ) async throws {
    let metrics = ListenerFixture.metrics
    try await ListenerLoop.with { loop in
      let listener = try await SessionListener.open(
        .port(0), on: loop, host: ListenerFixture.host, sink: sink, metrics: metrics,
        limits: limits)
      let port = listener.port
      do {
        try await ListenerFixture.onThread { try body(port, metrics) }
      } catch {
        await listener.close()
        throw error
      }
      await listener.close()
    }
  }

  private static func name(_ text: String, _ suffix: NameSuffix = .messenger) throws -> ScopedName {
    ScopedName(try NetBIOSName(text, suffix: suffix))
  }

  private static let from = Array("BERT".utf8)
  private static let to = Array("ANNA".utf8)

  @Test func `a message in several blocks is delivered and acknowledged`() async throws {
    let sink = SpySink()
    try await withListener(sink) { port, _ in
      let caller = try Caller(port: port)
      try caller.send(.request(called: Self.name("ANNA"), calling: Self.name("BERT")))
      #expect(try caller.receive() == .positiveResponse)
      try caller.send(.start(originatorName: Self.from, destinationName: Self.to))
      let group = try #require(try caller.reply()?.groupID)
      // Net::NetSend reads one byte of it.
      #expect((1...255).contains(group))
      for text in ["one ", "two"] {
        try caller.send(.text(groupID: group, Array(text.utf8)))
        #expect(try caller.reply()?.status == .success)
      }
      #expect(sink.messages == [])
      try caller.send(.end(groupID: group))
      #expect(try caller.reply()?.status == .success)
    }
    #expect(
      sink.messages == [
        NetworkMessage(
          addressee: .user("anna"), from: Self.from,
          blocks: [Array("one ".utf8), Array("two".utf8)], origin: .session(address: "127.0.0.1"))
      ])
  }

  @Test func `a message without a session request goes to its field To`() async throws {
    let sink = SpySink()
    try await withListener(sink) { port, metrics in
      let caller = try Caller(port: port)
      let text = Array("HELLO".utf8)
      try caller.send(
        .single(originatorName: Self.from, destinationName: Self.to, text: text))
      #expect(try caller.reply()?.status == .success)
      try caller.send(
        .single(originatorName: Self.from, destinationName: Self.from, text: text))
      #expect(try caller.reply()?.status == .messagesOff)
      #expect(metrics.counts["unknown-recipient"] == 1)
    }
    #expect(sink.messages.map(\.addressee) == [.user("anna")])
  }

  @Test(arguments: [
    SMBStatus.paused, .noRoom, .messagesOff, .requestNotAccepted, .invalidParameter,
  ])
  func `the sender gets the status of the delivery`(status: SMBStatus) async throws {
    try await withListener(SpySink(status)) { port, _ in
      let caller = try Caller(port: port)
      try caller.send(
        .single(originatorName: Self.from, destinationName: Self.to, text: Self.from))
      #expect(try caller.reply()?.status == status)
    }
  }

  @Test(arguments: [
    ("NOBODY", NameSuffix.messenger), ("*SMBSERVER", .fileServer), ("ANNA", .fileServer),
  ])
  func `a call to another name is refused`(text: String, suffix: NameSuffix) async throws {
    try await withListener { port, _ in
      let caller = try Caller(port: port)
      try caller.send(.request(called: Self.name(text, suffix), calling: Self.name("BERT")))
      #expect(try caller.receive() == .negativeResponse(.calledNameNotPresent))
      #expect(try caller.receive() == nil)
    }
  }

  @Test func `a request may arrive byte by byte`() async throws {
    let sink = SpySink()
    try await withListener(sink) { port, _ in
      let caller = try Caller(port: port)
      let request = MessageRequest(
        .single(originatorName: Self.from, destinationName: Self.to, text: Self.from))
      for byte in try SessionPacket.message(try request.encoded()).encoded() {
        caller.send([byte])
      }
      #expect(try caller.reply()?.status == .success)
    }
    #expect(sink.messages.count == 1)
  }

  @Test(arguments: [Duration.zero, .milliseconds(50)])
  func `who ends its side after the last packet gets the reply`(time: Duration) async throws {
    let sink = SpySink(after: time)
    try await withListener(sink) { port, _ in
      let caller = try Caller(port: port)
      try caller.send(
        .single(originatorName: Self.from, destinationName: Self.to, text: Self.from))
      caller.end()
      #expect(try caller.reply()?.status == .success)
      #expect(try caller.receive() == nil)
      let silent = try Caller(port: port)
      silent.end()
      #expect(try silent.receive() == nil)
    }
    #expect(sink.messages.count == 1)
  }

  @Test(arguments: [Duration.zero, .milliseconds(50)])
  func `messages behind each other in one write are all stored and answered`(
    time: Duration
  ) async throws {
    let sink = SpySink(after: time)
    try await withListener(sink) { port, _ in
      let caller = try Caller(port: port)
      let texts = ["one", "two", "three"].map { Array($0.utf8) }
      let packets = try texts.map { text in
        let block = MessageBlock.single(
          originatorName: Self.from, destinationName: Self.to, text: text)
        return try SessionPacket.message(MessageRequest(block).encoded()).encoded()
      }
      caller.send(Array(packets.joined()))
      for _ in texts { #expect(try caller.reply()?.status == .success) }
      #expect(sink.messages.map(\.blocks) == texts.map { [$0] })
    }
  }

  @Test(
    arguments: [
      [0x00, 0x01, 0xFF, 0xFF], [0x00, 0x00, 0xFF, 0xFF], [0x47, 0x45, 0x54, 0x20],
      [0x82, 0x00, 0x00, 0x00], [0x00, 0x00, 0x00, 0x04, 0xFF, 0x53, 0x4D, 0x42],
    ] as [[UInt8]])
  func `a packet that carries no message, or is too long, ends the session`(
    bytes: [UInt8]
  ) async throws {
    try await withListener { port, _ in
      let caller = try Caller(port: port)
      caller.send(bytes)
      #expect(try caller.receive() == nil)
    }
  }

  @Test func `a session without progress is closed`() async throws {
    var limits = SessionLimits()
    limits.requestTimeout = .milliseconds(50)
    limits.idleTimeout = .milliseconds(50)
    try await withListener(SpySink(), limits) { port, metrics in
      let silent = try Caller(port: port)
      #expect(try silent.receive() == nil)
      let slow = try Caller(port: port)
      slow.send([0x81, 0x00])
      #expect(try slow.receive() == nil)
      let idle = try Caller(port: port)
      try idle.send(.request(called: Self.name("ANNA"), calling: Self.name("BERT")))
      #expect(try idle.receive() == .positiveResponse)
      #expect(try idle.receive() == nil)
      #expect(metrics.counts["timed-out"] == 3)
    }
  }

  @Test func `keep-alives do not keep a session for ever`() async throws {
    var limits = SessionLimits()
    limits.requestTimeout = .milliseconds(100)
    try await withListener(SpySink(), limits) { port, _ in
      let caller = try Caller(port: port)
      for _ in 0..<50 { try caller.send(.keepAlive) }
      #expect(try caller.receive() == nil)
    }
  }

  @Test func `an address with too many sessions gets a refusal`() async throws {
    var limits = SessionLimits()
    limits.perSource = 2
    limits.stallTime = .seconds(60)
    try await withListener(SpySink(), limits) { port, _ in
      let callers = try (0..<2).map { _ in try Caller(port: port) }
      for caller in callers {
        try caller.send(.request(called: Self.name("ANNA"), calling: Self.name("BERT")))
        #expect(try caller.receive() == .positiveResponse)
      }
      let late = try Caller(port: port)
      try late.send(.request(called: Self.name("ANNA"), calling: Self.name("BERT")))
      #expect(try late.receive() == .negativeResponse(.insufficientResources))
      #expect(try late.receive() == nil)
    }
  }

  @Test func `a new session takes the place of a silent one`() async throws {
    var limits = SessionLimits()
    limits.perSource = 2
    limits.stallTime = .zero
    let sink = SpySink()
    try await withListener(sink, limits) { port, _ in
      let silent = try (0..<2).map { _ in try Caller(port: port) }
      let caller = try Caller(port: port)
      try caller.send(
        .single(originatorName: Self.from, destinationName: Self.to, text: Self.from))
      #expect(try caller.reply()?.status == .success)
      #expect(try silent[0].receive() == nil)
    }
  }

  @Test func `an address over its rate limit gets the status for no room`() async throws {
    var limits = SessionLimits()
    limits.rate = RateLimit(count: 2, per: .seconds(3600))
    let sink = SpySink()
    try await withListener(sink, limits) { port, _ in
      let caller = try Caller(port: port)
      let statuses = try (0..<3).map { _ in
        try caller.send(
          .single(originatorName: Self.from, destinationName: Self.to, text: Self.from))
        return try caller.reply()?.status
      }
      #expect(statuses == [.success, .success, .noRoom])
    }
    #expect(sink.messages.count == 2)
  }

  @Test func `an address outside the configured networks gets no answer`() async throws {
    let host = HostNetworkState(
      names: LocalNames(machine: "GATEHOUSE", workgroup: "WORKGROUP"), interfaces: [],
      networks: [IPv4Network(IPv4Address(192, 0, 2, 0), prefixLength: 24)])
    #expect(host.accepts(IPv4Address(192, 0, 2, 9)))
    #expect(host.accepts(IPv4Address(127, 0, 0, 1)))
    #expect(!host.accepts(IPv4Address(198, 51, 100, 9)))
  }

  @Test func `an error says that another program uses the port`() async throws {
    let metrics = ListenerFixture.metrics
    let host = HostNetworkState(
      names: LocalNames(machine: "GATEHOUSE", workgroup: "WORKGROUP"), interfaces: [])
    try await ListenerLoop.with { loop in
      let first = try await SessionListener.open(
        .port(0), on: loop, host: host, sink: SpySink(), metrics: metrics)
      let expected = ListenerError.taken(service: "sessions", port: first.port)
      await #expect(throws: expected) {
        try await SessionListener.open(
          .port(first.port), on: loop, host: host, sink: SpySink(), metrics: metrics)
      }
      await first.close()
    }
  }
}
