// SPDX-License-Identifier: Apache-2.0

import AgentSupport
import Fleet
import LinuxSystem
import Messages
import Realm

/// The question whether a user is logged in on a machine of the realm.
struct PresenceQuestion: Sendable {
  /// What the machines say.
  enum Answer: Equatable, Sendable {
    /// A machine has the user.
    case present(host: String)

    /// No machine has the user.
    case absent

    /// The question could not be asked.
    case unknown
  }

  let membership: RelayMembership
  let link: RelayLink

  /// How long an answer may take; a machine that has ended does not answer.
  private static let timeout = Duration.seconds(1)

  /// How long the machines may take to say who is logged in.
  private static let surveyTime = Duration.milliseconds(500)

  /// Asks all machines who is logged in.
  ///
  /// - Returns: The machines that have answered in time, by their names.
  func askAll() async -> [RelayStatus.Presence] {
    guard let client = link.connected,
      let subject = membership.layout.presence(of: HostPermissions.everyone)
    else { return [] }
    let answers = Guarded<[RelayStatus.Presence]>([])
    let inbox = "\(membership.layout.inboxPrefix(of: membership.host.name)).survey.\(MessageID())"
    let subscription = try? client.connection.subscribe(inbox) { answer in
      let words = String(decoding: answer.payload, as: UTF8.self).split(separator: " ")
      guard let host = words.first else { return }
      answers.withLock {
        $0.append(
          RelayStatus.Presence(host: String(host), users: words.dropFirst().map(String.init)))
      }
    }
    try? client.connection.publish(NATSMessage(subject, reply: inbox))
    await Alarm.wait(for: PresenceQuestion.surveyTime)
    subscription?.close()
    return answers.withLock(\.self).sorted { $0.host < $1.host }
  }

  /// Asks all machines; the first that has the user answers.
  func ask(about user: String) async -> Answer {
    guard let client = link.connected, let subject = membership.layout.presence(of: user) else {
      return .unknown
    }
    do throws(NATSError) {
      let answer = try await client.requests.answer(
        to: NATSMessage(subject), timeout: PresenceQuestion.timeout)
      return .present(host: String(decoding: answer.payload, as: UTF8.self))
    } catch {
      switch error {
      case .noResponders, .timeout: return .absent
      default: return .unknown
      }
    }
  }
}
