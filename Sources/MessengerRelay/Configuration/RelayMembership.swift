// SPDX-License-Identifier: Apache-2.0

import Fleet
import LinuxSystem
import Realm

/// What the realm's authority has given to this machine: its place in the realm, and its certificate.
struct RelayMembership: Equatable, Sendable {
  /// The list of the realm.
  let list: RealmList

  /// This machine.
  let host: RealmList.Host

  private let directory: FilePath
  private let servers: [String]

  /// The port on which servers take machines.
  private static let port = 4222

  /// Reads what the authority has given.
  ///
  /// - Throws: ``RelayError``.
  init(_ configuration: RelayConfiguration) throws(RelayError) {
    directory = FilePath(configuration.directory)
    let path = directory.appending("realm.list")
    let bytes: [UInt8]
    do throws(Errno) { bytes = try FileContents.read(path) } catch {
      throw .unreadable(path, error)
    }
    do throws(RealmListError) {
      list = try RealmList(parsing: String(decoding: bytes, as: UTF8.self))
    } catch {
      throw .list(path, error.description)
    }
    let name = configuration.hostName
    guard let host = list.hosts.first(where: { $0.name.text == name.lowercased() }) else {
      throw .notInRealm(host: name, realm: list.realm.text, path)
    }
    self.host = host
    servers =
      configuration.servers.isEmpty
      ? list.servers.map { "tls://\($0.address):\(RelayMembership.port)" } : configuration.servers
    for file in ["authority.pem", "host.pem", "host.key"] {
      let path = directory.appending(file)
      do throws(Errno) { _ = try FileContents.read(path) } catch { throw .unreadable(path, error) }
    }
  }

  /// The realm.
  var realm: DomainLabel { list.realm }

  /// The subjects of the realm.
  var layout: FleetLayout { FleetLayout(list.realm) }

  /// How to connect to the realm's servers.
  var options: NATSOptions {
    NATSOptions(
      servers: servers, name: host.name.text,
      credentials: NATSOptions.Credentials(
        authority: directory.appending("authority.pem"),
        certificate: directory.appending("host.pem"), key: directory.appending("host.key")),
      inboxPrefix: layout.inboxPrefix(of: host.name))
  }

  /// Whether this machine may read the messages of a user.
  func serves(_ user: String) -> Bool {
    host.users.map { $0.contains(user.lowercased()) } ?? true
  }

  /// Whether the list names a user.
  func lists(_ user: String) -> Bool {
    list.hosts.contains { $0.users?.contains(user.lowercased()) == true }
  }

  /// Whether a machine of the realm serves users whom the list does not name.
  var isOpen: Bool { list.hosts.contains { $0.users == nil } }

  /// Whether this machine may send to all users of the realm.
  var mayAnnounce: Bool { list.announcers.contains(host.name) }
}
