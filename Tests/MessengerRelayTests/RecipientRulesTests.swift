// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import Messages
import Realm
import Testing

@testable import MessengerRelay

/// Whom a relay takes messages for.
@Suite struct RecipientRulesTests {
  @Test(arguments: [
    ("ann@lab", "ann"), ("ann@LAB", "ann"), ("*@lab", "*"), ("ann@other", nil), ("ann", nil),
    ("@ops@lab", nil), ("", nil), ("ann@", nil),
  ])
  func `an address is a user of this realm, or all`(text: String, user: String?) throws {
    let realm = try #require(DomainLabel("lab"))
    let address = RealmAddress(text, in: realm)
    #expect(address?.user == user)
    #expect(address.map(\.isEveryone) == user.map { $0 == "*" })
  }

  /// The membership of the machine web1.
  private func membership(_ list: String) throws -> RelayMembership {
    let folder = FileManager.default.temporaryDirectory.appending(path: "relay-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for file in ["authority.pem", "host.pem", "host.key"] {
      try Data().write(to: folder.appending(path: file))
    }
    try Data(list.utf8).write(to: folder.appending(path: "realm.list"))
    var configuration = RelayConfiguration()
    (configuration.directory, configuration.host) = (folder.path, "web1")
    return try RelayMembership(configuration)
  }

  private func refusal(of recipient: String, in list: String) throws -> Win32Error? {
    let message = Message(from: "ben", to: recipient, text: "Lunch?")
    return RecipientRules(membership: try membership(list)).refusal(
      of: Delivery(
        id: MessageID(), message: message, sender: 1000, senderName: "ben", origin: .mailslot,
        arrival: .now))
  }

  private static let closed = "realm lab\nserver n1 192.0.2.1\nhost web1 ben\nhost desk7 ann\n"

  @Test(
    arguments: [
      ("ann@lab", closed, nil), ("Ann@lab", closed, nil), ("nosuch@lab", closed, .nameNotFound),
      ("ann@other", closed, .nameNotFound), ("*@lab", closed, .accessDenied),
      ("*@lab", closed + "everyone web1\n", nil),
      ("*@lab", closed + "everyone desk7\n", .accessDenied),
      // A machine that serves all users may have this one.
      ("nosuch@lab", closed + "host web2 *\n", nil),
    ] as [(String, String, Win32Error?)])
  func `a name of the list is known, and all by permission`(
    recipient: String, list: String, refusal: Win32Error?
  ) throws {
    #expect(try self.refusal(of: recipient, in: list) == refusal)
  }

  @Test func `a machine that the list does not name, and a list with an error, are refused`() {
    #expect(throws: RelayError.self) { _ = try membership("realm lab\nhost desk7 ann\n") }
    #expect(throws: RelayError.self) { _ = try membership("host web1 ben\n") }
  }
}
