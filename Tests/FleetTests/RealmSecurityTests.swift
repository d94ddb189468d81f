// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import Realm
import TestSupport
import Testing

@testable import Fleet

/// What a server of a realm refuses: other machines, other names, other users' messages.
@Suite(.timeLimit(.minutes(2))) struct RealmSecurityTests {
  /// A machine on the server, or what tries to be one.
  private final class Machine {
    let events = Noted<NATSEvent>()
    let connection: NATSConnection
    let requests: NATSRequests
    let stream: RealmStream

    init(_ options: NATSOptions) throws {
      let listener = Guarded<NATSRequests?>(nil)
      connection = try NATSConnection(options) { [events] event in
        events.add(event)
        listener.withLock { $0 }?.take(event)
      }
      requests = try NATSRequests(on: connection, prefix: options.inboxPrefix)
      listener.withLock { [requests] in $0 = requests }
      stream = RealmStream(
        FleetLayout(try #require(DomainLabel("lab"))), on: connection, requests,
        inboxPrefix: options.inboxPrefix)
    }

    deinit {
      requests.close()
      connection.close()
    }

    func publish(to user: String, from sender: String = "bob", at host: String) async throws
      -> UInt64
    {
      let subject = try #require(FleetSubject(.message, to: user, from: sender, at: host))
      return try await withCheckedContinuation { continuation in
        stream.publish([1], to: subject, id: "\(user)\(sender)\(host)") {
          continuation.resume(returning: $0)
        }
      }.get()
    }
  }

  private func realm() async throws -> TestRealm {
    let realm = try TestRealm(hosts: [["web1", "bob"], ["desk7", "ann", "--everyone"]])
    let administrator = try Machine(realm.administrator)
    try await administrator.stream.create(StreamSettings(replicas: 1))
    return realm
  }

  @Test func `a machine sends as itself, and another one reads it`() async throws {
    let realm = try await realm()
    let (web1, desk7) = (
      try Machine(realm.options(of: "web1")), try Machine(realm.options(of: "desk7"))
    )
    #expect(try await web1.publish(to: "ann", at: "web1") == 1)
    let kept = try await desk7.stream.messages(
      of: .messages(to: "ann"), after: 0, limit: 5000, as: "desk7")
    #expect(kept.map(\.subject.host) == ["web1"])
    #expect(try await desk7.publish(to: "*", at: "desk7") == 2)
    let name = try #require(DomainLabel("web1"))
    #expect(
      try await web1.stream.messages(of: .sent(from: name), after: 0, limit: 9, as: name.text).map(
        \.sequence) == [1])
    await #expect(throws: StreamError.self) {
      _ = try await desk7.stream.messages(of: .sent(from: name), after: 0, limit: 9, as: "desk7")
    }
    #expect(
      try await web1.stream.messages(of: .messages(to: "*"), after: 0, limit: 5000, as: "web1")
        .count == 1)
  }

  @Test(arguments: [("ann", "desk7"), ("ann", "administrator"), ("*", "web1")])
  func `a forged machine, and a message to all without permission, are refused and reported`(
    user: String, host: String
  ) async throws {
    let realm = try await realm()
    let web1 = try Machine(realm.options(of: "web1"))
    await #expect {
      _ = try await web1.publish(to: user, at: host)
    } throws: { error in
      if case .connection(.notPermitted)? = error as? StreamError { true } else { false }
    }
    let subject = try #require(FleetSubject(.message, to: user, from: "bob", at: host))
    let text = subject.text(in: try #require(DomainLabel("lab")))
    #expect(web1.events.all.contains(.failed(.notPermitted(subject: text))))
  }

  @Test func `another user's messages cannot be read, live or later`() async throws {
    let realm = try await realm()
    let (web1, desk7) = (
      try Machine(realm.options(of: "web1")), try Machine(realm.options(of: "desk7"))
    )
    _ = try await web1.publish(to: "ann", at: "web1")
    await #expect(throws: StreamError.self) {
      _ = try await web1.stream.messages(
        of: .messages(to: "ann"), after: 0, limit: 5000, as: "web1")
    }
    // Nor with the name of the other machine's consumer.
    await #expect(throws: StreamError.self) {
      _ = try await web1.stream.messages(
        of: .messages(to: "bob"), after: 0, limit: 5000, as: "desk7")
    }
    let stolen = Noted<NATSMessage>()
    let patterns = ["live.lab.to.ann.from.>", "live.>", ">", "msgr.>", "_INBOX_desk7.>"]
    let subscriptions = try patterns.map { try web1.connection.subscribe($0) { stolen.add($0) } }
    _ = try await desk7.publish(to: "ann", at: "desk7")
    #expect(
      try await desk7.stream.messages(of: .messages(to: "ann"), after: 0, limit: 5000, as: "desk7")
        .count == 2)
    try web1.events.wait {
      $0.count { if case .failed(.notPermitted) = $0 { true } else { false } } >= patterns.count
    }
    #expect(stolen.all.isEmpty)
    for subscription in subscriptions { subscription.close() }
  }

  @Test func `a machine cannot change the stream`() async throws {
    let realm = try await realm()
    let web1 = try Machine(realm.options(of: "web1"))
    for subject in ["STREAM.DELETE.MSGR_lab", "STREAM.PURGE.MSGR_lab", "STREAM.MSG.GET.MSGR_lab"] {
      let request = NATSMessage("$JS.API.\(subject)")
      await #expect(throws: NATSError.notPermitted(subject: request.subject)) {
        _ = try await web1.requests.answer(to: request, timeout: .seconds(5))
      }
    }
    #expect(try await web1.publish(to: "ann", at: "web1") == 1)
  }

  @Test func `a certificate of another authority is refused, and so is a server of another one`()
    async throws
  {
    let (realm, other) = (try await realm(), try await realm())
    let stranger = realm.options(
      "hosts/web1/host", of: other, authority: "authority", inboxPrefix: "_INBOX_web1")
    #expect(throws: NATSError.self) {
      let machine = try Machine(stranger)
      if !machine.connection.isConnected { throw NATSError.refused }
    }
    // A man in the middle has a certificate, but not one of this realm.
    let deceived = other.options(
      "hosts/web1/host", authority: "../\(realm.folder.lastPathComponent)/authority",
      inboxPrefix: "_INBOX_web1")
    #expect(throws: NATSError.self) {
      let machine = try Machine(deceived)
      if !machine.connection.isConnected { throw NATSError.refused }
    }
  }

  @Test func `a machine that was renewed or removed is refused with its old certificate`()
    async throws
  {
    let realm = try await realm()
    let old = realm.options(of: "web1")
    let saved = try realm.keep("hosts/web1/host")
    try realm.run("renew-host", "web1")
    try realm.reload()
    let new = try Machine(old)
    #expect(try await new.publish(to: "ann", at: "web1") == 1)
    #expect(throws: NATSError.self) {
      let machine = try Machine(
        realm.options(saved, authority: "authority", inboxPrefix: "_INBOX_web1"))
      if !machine.connection.isConnected { throw NATSError.refused }
    }
    try realm.run("remove-host", "web1")
    try realm.reload()
    try new.events.wait { $0.contains(.disconnected) || $0.contains(.failed(.refused)) }
    #expect(throws: NATSError.self) {
      let machine = try Machine(realm.options(of: "web1"))
      if !machine.connection.isConnected { throw NATSError.refused }
    }
  }
}
