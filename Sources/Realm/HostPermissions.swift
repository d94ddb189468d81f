// SPDX-License-Identifier: Apache-2.0

/// What a server allows one machine of a realm.
///
/// The machine can publish only under its own name, so its name is proven. It can read only what is for its
/// own users.
package struct HostPermissions: Equatable, Sendable {
  /// The subjects that it may publish.
  package let publish: [String]

  /// The subjects among them that it may not publish.
  package let publishNot: [String]

  /// The subjects that it may subscribe to.
  package let subscribe: [String]

  /// The pseudo-user to whom a message for all users of the realm goes.
  package static let everyone = "*"

  /// The permissions of a machine.
  package init(_ host: RealmList.Host, in list: RealmList) {
    let layout = FleetLayout(list.realm)
    let name = host.name
    let everyone = SubjectToken(HostPermissions.everyone)?.text ?? ""
    let users = host.users?.compactMap { SubjectToken($0)?.text }
    // What the machine has sent: servers that lost a disk may have lost it.
    var patterns = ["to.*.from.\(name).>", "rcpt.\(name).from.>"]
    for user in users.map({ $0 + [everyone] }) ?? ["*"] { patterns.append("to.\(user).from.>") }
    // What a user does at one desk matters to the user's other desks.
    for user in users ?? ["*"] { patterns.append("rcpt.*.from.*.\(user)") }
    let consumer = "\(layout.stream).\(name)"
    publish =
      ["\(layout.prefix).to.*.from.\(name).>"]
      + (users ?? [">"]).map { "\(layout.prefix).rcpt.*.from.\(name).\($0)" }
      + ["who.\(list.realm).*"]
      + ["MSG.NEXT", "DELETE"].map { "$JS.API.CONSUMER.\($0).\(consumer)" }
      + patterns.map { "$JS.API.CONSUMER.CREATE.\(consumer).\(layout.prefix).\($0)" }
    // Its own messages it has already.
    subscribe =
      ["\(layout.inboxPrefix(of: name)).>"]
      + patterns.dropFirst().map { "\(layout.livePrefix).\($0)" }
      + (users.map { $0 + [everyone] } ?? ["*"]).map { "who.\(list.realm).\($0)" }
    publishNot =
      list.announcers.contains(name) ? [] : ["\(layout.prefix).to.\(everyone).from.\(name).>"]
  }
}
