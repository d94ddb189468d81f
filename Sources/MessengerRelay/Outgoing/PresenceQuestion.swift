// SPDX-License-Identifier: Apache-2.0

import Fleet
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
