// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Fleet
import Inbox
import LinuxSystem
import Messages
import Realm

/// What the relay says to `messngr doctor` and `messngr browse`.
struct ProbeAnswer: Sendable {
  let membership: RelayMembership
  let link: RelayLink
  let outbox: Outbox
  let presence: PresenceQuestion

  /// How long a server's greeting may take.
  private static let greetingTimeout = Duration.seconds(1)

  /// A queue with a thread of its own: the greeting of a server is waited for.
  private static let queue = DispatchQueue(label: "messngr.relay.greeting")

  /// Answers a probe for a user of the realm, or for all.
  func text(for delivery: Delivery) async -> String {
    var status = RelayStatus()
    status.host = membership.host.name.text
    status.realm = membership.realm.text
    if let server = link.connected?.connection.server {
      status.server = server
      status.serverVersion = await version(of: server)
    }
    status.waitingCount =
      (try? await outbox.inbox.run { [outbox] _ in try outbox.unsentCount() }) ?? 0
    guard let address = RealmAddress(delivery.message.to, in: membership.realm) else {
      return status.description
    }
    if address.isEveryone {
      status.present = await presence.askAll()
    } else if case .present(let host) = await presence.ask(about: address.user) {
      status.present = [RelayStatus.Presence(host: host, users: [address.user])]
    }
    return status.description
  }

  private func version(of server: String) async -> String? {
    await withCheckedContinuation { waiting in
      ProbeAnswer.queue.async {
        let greeting = ServerGreeting.read(
          from: server, until: .after(ProbeAnswer.greetingTimeout))
        waiting.resume(returning: greeting?.version)
      }
    }
  }
}
