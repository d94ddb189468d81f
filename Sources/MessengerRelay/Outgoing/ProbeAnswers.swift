// SPDX-License-Identifier: Apache-2.0

import AgentSupport
import Dispatch
import Fleet
import Inbox
import LinuxSystem
import Messages
import Realm

/// What the relay says to `messngr doctor` and `messngr browse`.
final class ProbeAnswers: Sendable {
  private let membership: RelayMembership
  private let link: RelayLink
  private let outbox: Outbox
  private let presence: PresenceQuestion
  private let unlisted: UnlistedRecipients
  private let background: BackgroundService

  /// How many probes of each user are being answered.
  private let counts = Guarded<[UInt32: Int]>([:])

  /// The most probes of one user at once: each can be a question to all machines.
  private static let limit = 4

  /// How long a server's greeting may take.
  private static let greetingTimeout = Duration.seconds(1)

  /// A queue with a thread of its own: the greeting of a server is waited for.
  private static let queue = DispatchQueue(label: "messngr.relay.greeting")

  init(
    membership: RelayMembership, link: RelayLink, outbox: Outbox, presence: PresenceQuestion,
    unlisted: UnlistedRecipients, background: BackgroundService
  ) {
    self.membership = membership
    self.link = link
    self.outbox = outbox
    self.presence = presence
    self.unlisted = unlisted
    self.background = background
  }

  /// Answers a probe for a user of the realm, or for all.
  func answer(_ delivery: Delivery, with answer: @escaping IntakeRules.ProbeAnswer) {
    let isTaken = counts.withLock { counts in
      guard counts[delivery.sender, default: 0] < ProbeAnswers.limit else { return false }
      counts[delivery.sender, default: 0] += 1
      return true
    }
    guard isTaken else { return answer(.refused(.notEnoughQuota)) }
    background.start { [self] in
      answer(await receipt(for: delivery))
      counts.withLock { counts in
        let count = counts[delivery.sender, default: 0] - 1
        counts[delivery.sender] = count > 0 ? count : nil
      }
    }
  }

  private func receipt(for delivery: Delivery) async -> Receipt {
    if let user = membership.unlistedUser(in: delivery.message.to),
      await !unlisted.isKnown(user)
    {
      return .refused(.nameNotFound)
    }
    return .reached(.stored, answer: await text(for: delivery))
  }

  private func text(for delivery: Delivery) async -> String {
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
      ProbeAnswers.queue.async {
        let greeting = ServerGreeting.read(
          from: server, until: .after(ProbeAnswers.greetingTimeout))
        waiting.resume(returning: greeting?.version)
      }
    }
  }
}
