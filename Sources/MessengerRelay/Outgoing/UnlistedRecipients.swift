// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem

/// Recipients whom the list of the realm does not name, where a machine serves users whom it does not name.
///
/// Such a user exists when this machine's directory of users knows the name, or when a machine of the realm
/// says that the user is logged in there.
final class UnlistedRecipients: Sendable {
  /// What is known of a name.
  private enum Knowledge: Equatable, Sendable {
    /// The machines have been asked, and have not answered yet.
    case asked

    /// There is such a user, or no server could be asked.
    case exists(until: ContinuousClock.Instant)
  }

  /// Asks for a user now, and remembers nothing.
  let isKnown: @Sendable (String) async -> Bool
  private let background: BackgroundService
  private let known = Guarded<[String: Knowledge]>([:])

  /// How long a user exists without another question.
  private static let validity = Duration.seconds(60)

  /// The most names that are remembered.
  private static let capacity = 10_000

  /// Remembers nothing yet.
  ///
  /// - Parameter isKnown: Asks for a user; it may take as long as a silent machine can make it.
  init(background: BackgroundService, isKnown: @escaping @Sendable (String) async -> Bool) {
    self.background = background
    self.isKnown = isKnown
  }

  /// Asks this machine's directory of users and the machines of the realm.
  convenience init(
    accounts: AccountDatabase, presence: PresenceQuestion, background: BackgroundService
  ) {
    self.init(background: background) { user in
      if accounts.account(named: user) != nil { return true }
      // While no server answers, the relay cannot know.
      return await presence.ask(about: user) != .absent
    }
  }

  /// Whether a user exists; `nil` while nothing is known.
  ///
  /// - Parameter onAnswer: Called when this call has asked, with whether the user exists.
  func exists(
    _ user: String, at now: ContinuousClock.Instant = .now,
    _ onAnswer: @escaping @Sendable (Bool) async -> Void
  ) -> Bool? {
    let before = known.withLock { known -> Knowledge? in
      if case .exists(let end)? = known[user], end <= now { known[user] = nil }
      if let before = known[user] { return before }
      if known.count >= UnlistedRecipients.capacity {
        known = known.filter { $0.value == .asked }
      }
      known[user] = .asked
      return nil
    }
    switch before {
    case .exists?: return true
    case .asked?: return nil
    case nil: break
    }
    background.start { [self] in
      let exists = await isKnown(user)
      known.withLock {
        $0[user] = exists ? .exists(until: .now + UnlistedRecipients.validity) : nil
      }
      await onAnswer(exists)
    }
    return nil
  }
}
