// SPDX-License-Identifier: Apache-2.0

import Accounts
import Messages
import NameDirectory
import NetBIOS
import NetBIOSClient
import Wire

/// Chooses the routes to a recipient.
///
/// | recipient | routes |
/// |---|---|
/// | `NAME` | the users of this machine with the name; else the user of the realm; else, with the network on, the name there |
/// | `@GROUP`, `/users` | users of this machine |
/// | `*` | all users of this machine; with the network on the workgroup, too |
/// | `\\HOST` | the computer; the users of this machine where it is this machine |
/// | `NAME@REALM` | the user of this machine's realm; for another realm the user of this machine with that full name, or the relay, which refuses it |
/// | `@GROUP@REALM` | each member of the group, as `NAME@REALM` |
/// | `/domain:GROUP` | the workgroup; the users of this machine, too, where it is this machine's |
///
/// The choice depends only on what the closures return. They are called only when they matter, so
/// a message between users of this machine reads no settings of the network.
struct Router {
  /// Whether the spool takes the message for a recipient who is away.
  let mayUseSpool: Bool

  /// Finds the users of this machine that a recipient stands for.
  let accounts: (Recipient) throws(RecipientError) -> [Account]

  /// Finds the names of the members of a group.
  let members: (String) throws(RecipientError) -> [String]

  /// Reads the names of this machine's realm; `nil` where there is none.
  let realm: () -> RealmNames?

  /// Whether a name is this machine's.
  let isThisMachine: (String) -> Bool

  /// Reads the settings of the network.
  let settings: () throws(NetworkSettingsError) -> NetworkSettings

  /// The routes to a recipient; at least one.
  ///
  /// - Throws: ``DeliveryFailure/recipient(_:)``, and ``DeliveryFailure/network(_:)`` for settings that
  ///   cannot be read.
  func routes(to recipient: Recipient) throws(DeliveryFailure) -> [Route] {
    switch recipient {
    case .users, .group: return try usersRoutes(to: recipient)
    case .computer(let host):
      guard !isThisMachine(host) else { return try usersRoutes(to: recipient) }
      _ = try networkSettings(for: recipient)
      let destination = IPv4Address(host).map { RemoteDelivery.Destination.address($0) }
      return [Route(recipient.description, to: .network(destination ?? .name(host)))]
    case .realm(_, let other):
      if let own = realm(), own.realm == other.lowercased() {
        return try relayRoutes(to: recipient)
      }
      // Where a directory service knows several domains, a login name may have an @. A program is run to ask.
      if let name = try? MessageName(recipient.description),
        let users = try? accounts(.name(name)), let user = users.first
      {
        return [Route(recipient.description, to: .user(user))]
      }
      return try relayRoutes(to: recipient)
    case .domain(let name):
      let own = try networkSettings(for: recipient).workgroup
      let group = name ?? own
      let route = Route(recipient.description, to: .network(.workgroup(group)))
      guard group.uppercased() == own.uppercased() else { return [route] }
      // The gateway of this machine takes nothing that this machine sends to a workgroup (C97).
      return try usersRoutes(to: .users, and: [route])
    case .everyone:
      let settings = try networkSettings()
      guard settings.use == .on else { return try usersRoutes(to: recipient) }
      let group = settings.workgroup
      return try usersRoutes(
        to: recipient, and: [Route("/domain:\(group)", to: .network(.workgroup(group)))])
    case .name(let name):
      do throws(DeliveryFailure) {
        return try usersRoutes(to: recipient)
      } catch .recipient(.unknownName(let unknown)) {
        let realm = realm()
        if let realm, realm.contains(name.text) { return [relayRoute(to: name, in: realm)] }
        if let route = try networkRoute(to: name) { return [route] }
        // A relay knows users whom no list names.
        if let realm, realm.isOpen { return [relayRoute(to: name, in: realm)] }
        throw .recipient(.unknownName(unknown))
      }
    }
  }

  /// The route to try after a route to a user of this machine has failed.
  ///
  /// `backup` and `games` are users of every machine and can be computers as well, so a name whose user
  /// has neither mailslot nor spool may be on the network. Without the spool the user may just be away.
  func fallback(for recipient: Recipient, after failure: DeliveryFailure) -> Route? {
    guard mayUseSpool, case .noMailslot = failure, case .name(let name) = recipient else {
      return nil
    }
    return try? networkRoute(to: name)
  }

  /// The routes to a recipient of a realm: a group has one to each member.
  private func relayRoutes(to recipient: Recipient) throws(DeliveryFailure) -> [Route] {
    guard case .realm(let name, let realm) = recipient, name.utf8.first == UInt8(ascii: "@") else {
      return [Route(recipient.description, to: .relay(recipient))]
    }
    do throws(RecipientError) {
      return try members(name.dropping(1)).map { member in
        let member = Recipient.realm(name: member, realm: realm)
        return Route(member.description, to: .relay(member))
      }
    } catch {
      throw .recipient(error)
    }
  }

  private func relayRoute(to name: MessageName, in realm: RealmNames) -> Route {
    let recipient = Recipient.realm(name: name.text, realm: realm.realm)
    return Route(recipient.description, to: .relay(recipient))
  }

  /// The routes to the users that a recipient stands for, followed by `others`; at least one.
  private func usersRoutes(
    to recipient: Recipient, and others: [Route] = []
  ) throws(DeliveryFailure) -> [Route] {
    let found: [Account]
    do throws(RecipientError) {
      found = try accounts(recipient)
    } catch .noUsers where !others.isEmpty {
      return others
    } catch {
      throw .recipient(error)
    }
    return found.map { account in
      Route(found.count == 1 ? recipient.description : account.name, to: .user(account))
    } + others
  }

  /// The route to a name on the network; `nil` unless the network is on.
  private func networkRoute(to name: MessageName) throws(DeliveryFailure) -> Route? {
    guard try networkSettings().use == .on else { return nil }
    return Route(name.text, to: .network(.name(name.text)))
  }

  /// The settings, for a recipient that is on the network.
  private func networkSettings(
    for recipient: Recipient
  ) throws(DeliveryFailure) -> NetworkSettings {
    let settings = try networkSettings()
    guard settings.use != .never else { throw .recipient(.networkOff(recipient)) }
    return settings
  }

  private func networkSettings() throws(DeliveryFailure) -> NetworkSettings {
    do throws(NetworkSettingsError) { return try settings() } catch {
      throw .network(.settings(error))
    }
  }
}
