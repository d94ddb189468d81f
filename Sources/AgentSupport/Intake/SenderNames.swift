// SPDX-License-Identifier: Apache-2.0

import Accounts
import AgentPolicy
import RateLimits

/// The login names of senders, looked up once.
///
/// All messages wait while the agent asks a directory service. So after a slow answer the agent does not
/// ask it for a while, and shows a sender without a known name as a number.
///
/// Uids without an account are remembered apart, and the agent asks the directory service about few of
/// them in a time: a user can have thousands of uids for containers, subuid(5).
struct SenderNames {
  /// The most names remembered, and the most uids without one.
  static let capacity = 10_000

  /// The longest answer that does not count as slow.
  static let slowThreshold = Duration.milliseconds(500)

  /// How long the agent does not ask a slow service, and not about a uid without a name.
  static let pause = Duration.seconds(60)

  /// How often the agent asks the directory service about uids that the local file does not name.
  static let questions = RateLimit(count: 64, per: .seconds(10))

  private let accounts: AccountDatabase
  private let now: @Sendable () -> ContinuousClock.Instant
  private var names: [UInt32: String] = [:]
  private var nameless: [UInt32: ContinuousClock.Instant] = [:]
  private var questions = TokenBucket(SenderNames.questions)
  private var resumption: ContinuousClock.Instant?

  /// Creates an empty memory.
  init(
    _ accounts: AccountDatabase,
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
  ) {
    self.accounts = accounts
    self.now = now
  }

  /// The login name of a user, or the uid in digits.
  mutating func name(of userID: UInt32) -> String {
    if let name = rememberedName(of: userID) { return name }
    let start = now()
    let account = accounts.local.account(userID: userID) ?? ask(for: userID, at: start)
    let end = now()
    if start.duration(to: end) > SenderNames.slowThreshold { resumption = end + SenderNames.pause }
    if let account {
      if names.count >= SenderNames.capacity { names = [:] }
      names[userID] = account.name
    } else {
      if nameless.count >= SenderNames.capacity { nameless = [:] }
      nameless[userID] = end
    }
    return account?.name ?? String(userID)
  }

  /// The same from memory; `nil` when the accounts have to be asked.
  func rememberedName(of userID: UInt32) -> String? {
    if let name = names[userID] { return name }
    guard let time = nameless[userID], time.duration(to: now()) < SenderNames.pause else {
      return nil
    }
    return String(userID)
  }

  private mutating func ask(for userID: UInt32, at now: ContinuousClock.Instant) -> Account? {
    if let resumption, now < resumption { return nil }
    return questions.take(at: now) ? accounts.account(userID: userID) : nil
  }
}
