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

  /// Reads what the authority has given.
  ///
  /// - Throws: ``RelayError``.
  init(_ configuration: RelayConfiguration) throws(RelayError) {
    directory = FilePath(configuration.directory)
    let path = directory.appending("realm.list")
    list = try RealmList(reading: path)
    let name = configuration.hostName
    guard let host = list.hosts.first(where: { $0.name.text == name.lowercased() }) else {
      throw .notInRealm(host: name, realm: list.realm.text, path)
    }
    self.host = host
    servers = configuration.servers.isEmpty ? list.serverURLs : configuration.servers
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

  /// The user whom a recipient means, where it is a single user of this realm whom the list does not name.
  func unlistedUser(in recipient: String) -> String? {
    RealmAddress(recipient, in: realm).flatMap(unlistedUser)
  }

  /// The user at an address whom the list does not name; `nil` for one whom it names, and for all users.
  func unlistedUser(at address: RealmAddress) -> String? {
    address.isEveryone || lists(address.user) ? nil : address.user
  }

  /// Whether a machine of the realm serves users whom the list does not name.
  var isOpen: Bool { list.hosts.contains { $0.users == nil } }

  /// Whether this machine may send to all users of the realm.
  var mayAnnounce: Bool { list.announcers.contains(host.name) }
}
