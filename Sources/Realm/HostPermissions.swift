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
    let name = host.name.text
    let api = "$JS.API.CONSUMER"
    let everyone = SubjectToken(HostPermissions.everyone)?.text ?? ""
    let users = host.users?.compactMap { SubjectToken($0)?.text } ?? ["*"]
    var publish = [
      "\(layout.prefix).to.*.from.\(name).>", "\(layout.prefix).rcpt.*.from.\(name).>",
      "who.\(list.realm).*",
      "\(api).MSG.NEXT.\(layout.stream).\(name)", "\(api).DELETE.\(layout.stream).\(name)",
      // What the machine has sent: servers that lost a disk may have lost it.
      "\(api).CREATE.\(layout.stream).\(name).\(layout.sentFilter(from: host.name))",
    ]
    var subscribe = ["\(layout.inboxPrefix(of: host.name)).>"]
    for user in users + (host.users == nil ? [] : [everyone]) {
      for kind in FleetSubject.Kind.allCases {
        publish.append(
          "\(api).CREATE.\(layout.stream).\(name).\(layout.prefix).\(kind.rawValue).\(user).from.>")
        subscribe.append("\(layout.livePrefix).\(kind.rawValue).\(user).from.>")
      }
    }
    for user in users {
      subscribe.append("who.\(list.realm).\(user)")
      // What the user does at one desk matters to the user's other desks.
      subscribe.append("\(layout.livePrefix).rcpt.*.from.*.\(user)")
    }
    self.publish = publish
    self.subscribe = subscribe
    publishNot =
      list.announcers.contains(host.name)
      ? [] : ["\(layout.prefix).to.\(everyone).from.\(name).>"]
  }
}
