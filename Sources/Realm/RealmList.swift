// SPDX-License-Identifier: Apache-2.0

/// The list of a realm: its servers, its machines, and the users of each machine.
///
///     realm lab
///     server n1 192.0.2.1
///     host web1 ann bob
///     host desk7 renewals=1 *
///     removed laptop 0
///     everyone web1
///
/// One statement a line; `#` begins a comment. The list is all that the realm's authority keeps beside its
/// certificates: the configuration of each server follows from it.
package struct RealmList: Equatable, Sendable {
  /// A server that carries the messages of the realm.
  package struct Server: Equatable, Sendable {
    /// Its name, of which the other servers know it.
    package let name: DomainLabel

    /// The name or address under which machines reach it.
    package let address: String

    /// Creates a server.
    package init(name: DomainLabel, address: String) {
      self.name = name
      self.address = address
    }
  }

  /// A machine of the realm.
  package struct Host: Equatable, Sendable {
    /// Its name, which its certificate proves.
    package let name: DomainLabel

    /// How many certificates it has had before the present one; the earlier ones are refused.
    package var renewals: Int

    /// The users whose messages it may read, in lower case; `nil` for all.
    package let users: [String]?

    /// Creates a machine.
    package init(name: DomainLabel, renewals: Int = 0, users: [String]?) {
      self.name = name
      self.renewals = renewals
      self.users = users.map { $0.map { $0.lowercased() } }
    }
  }

  /// The name of the realm.
  package let realm: DomainLabel

  /// The servers.
  package var servers: [Server] = []

  /// The machines.
  package var hosts: [Host] = []

  /// The machines that were removed, and how many certificates each had had before its last one: a machine
  /// that gets an old name again gets a new certificate name.
  package var removed: [DomainLabel: Int] = [:]

  /// The machines that may send to all users of the realm.
  package var announcers: [DomainLabel] = []

  /// Creates an empty list.
  package init(_ realm: DomainLabel) { self.realm = realm }
}
