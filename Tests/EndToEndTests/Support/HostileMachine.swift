// SPDX-License-Identifier: Apache-2.0

import Fleet
import Foundation
import LinuxSystem
import Realm
import TestSupport
import Testing

/// A machine of a realm whose certificate is in the wrong hands: it publishes what it likes.
final class HostileMachine {
  let connection: NATSConnection
  let requests: NATSRequests
  let stream: RealmStream

  /// Connects with a certificate of a realm's directory.
  ///
  /// - Parameters:
  ///   - pair: The certificate and its key, without their endings.
  ///   - name: The machine's name.
  init(_ pair: String, named name: String, of servers: RealmServers) throws {
    func file(_ name: String) -> FilePath { FilePath(servers.folder.appending(path: name).path) }
    let prefix = "_INBOX_\(name)"
    connection = try NATSConnection(
      NATSOptions(
        servers: servers.urls, name: name,
        credentials: NATSOptions.Credentials(
          authority: file("authority.pem"), certificate: file("\(pair).pem"),
          key: file("\(pair).key")),
        inboxPrefix: prefix, reconnectWait: 50)
    ) { _ in }
    requests = try NATSRequests(on: connection, prefix: prefix)
    stream = RealmStream(
      FleetLayout(try #require(DomainLabel("lab"))), on: connection, requests, inboxPrefix: prefix)
  }

  deinit {
    requests.close()
    connection.close()
  }

  /// Publishes bytes, and waits for the server's answer.
  @discardableResult
  func publish(
    _ payload: [UInt8], to subject: String, headers: [String: String] = [:]
  ) async throws -> NATSMessage {
    try await requests.answer(
      to: NATSMessage(subject, headers: headers, payload: payload), timeout: .seconds(10))
  }
}
