// SPDX-License-Identifier: Apache-2.0

import Fleet
public import LinuxSystem
import Realm

/// What the administrator of a realm does on its servers.
public struct RealmSetup: Sendable {
  private let directory: FilePath
  private let servers: [String]
  private let copies: Int?
  private let days: Int
  private let byteCount: Int

  /// Prepares the work.
  ///
  /// - Parameters:
  ///   - directory: The directory of the realm's authority.
  ///   - servers: The servers as URLs; those of the list when empty.
  ///   - copies: On how many servers each message is: 1, 3 or 5; `nil` for three, where there are three.
  ///   - days: How long messages are kept.
  ///   - byteCount: How many bytes all messages together may have on a server.
  public init(
    directory: FilePath, servers: [String], copies: Int?, days: Int, byteCount: Int
  ) {
    self.directory = directory
    self.servers = servers
    self.copies = copies
    self.days = days
    self.byteCount = byteCount
  }

  /// Makes the stream, or changes its settings.
  ///
  /// - Returns: One line for a person.
  /// - Throws: ``RelayError``.
  public func makeStream() async throws(RelayError) -> String {
    let list = try RealmList(reading: directory.appending("realm.list"))
    let options = NATSOptions(
      servers: servers.isEmpty ? list.serverURLs : servers,
      name: "administrator",
      credentials: NATSOptions.Credentials(
        authority: directory.appending("authority.pem"),
        certificate: directory.appending("administrator.pem"),
        key: directory.appending("administrator.key")),
      inboxPrefix: "_INBOX_administrator")
    let settings = StreamSettings(
      replicas: copies ?? (list.servers.count >= 3 ? 3 : 1), age: .seconds(days * 86_400),
      byteCount: Int64(byteCount))
    defer { NATSConnection.endLibrary() }
    do throws(NATSError) {
      try await create(settings, list, options)
    } catch {
      throw RealmSetup.failure(error, of: list.realm)
    }
    return """
      The servers of the realm \(list.realm) keep each message \(days) days, in \
      \(settings.replicas == 1 ? "1 copy" : "\(settings.replicas) copies"); beyond \
      \(byteCount >> 20) MiB the oldest go.
      """
  }

  private func create(
    _ settings: StreamSettings, _ list: RealmList, _ options: NATSOptions
  ) async throws(NATSError) {
    let connection = try NATSConnection(options) { _ in }
    defer { connection.close() }
    guard connection.isConnected else { throw .noServer }
    let requests = try NATSRequests(on: connection, prefix: options.inboxPrefix)
    defer { requests.close() }
    let stream = RealmStream(
      FleetLayout(list.realm), on: connection, requests, inboxPrefix: options.inboxPrefix)
    do throws(StreamError) { try await stream.create(settings) } catch {
      if case .connection(let error) = error { throw error }
      throw .other("\(error)")
    }
  }

  private static func failure(_ error: NATSError, of realm: DomainLabel) -> RelayError {
    let text = "the stream of the realm \(realm) was not made: \(error)"
    return switch error {
    case .noServer, .disconnected, .timeout, .noResponders: .unavailable(text)
    case .refused, .notPermitted: .notPermitted(text)
    case .tls, .tooLarge, .other: .client(text)
    }
  }
}
