// SPDX-License-Identifier: Apache-2.0

import Accounts

/// The login names of senders, looked up once.
///
/// A directory service that is slow or away holds up all that arrives while it is asked. So it is left
/// alone for a while after it was slow, and who has no name then is a number.
///
/// Uids without an account are remembered apart, and the directory service is asked about few of them in
/// a time: a user with thousands of uids for containers, subuid(5), makes the agent ask for each.
struct SenderNames {
  /// The most names remembered, and the most uids without one.
  static let capacity = 10_000

  /// What is slow.
  static let patience = Duration.milliseconds(500)

  /// How long a service that was slow is left alone, and a user without a name is not asked for.
  static let pause = Duration.seconds(60)

  /// How often the directory service is asked about a user whom the local file does not name.
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

  /// The login name of a user, or his number.
  mutating func name(of userID: UInt32) -> String {
    if let name = rememberedName(of: userID) { return name }
    let start = now()
    let account = accounts.local.account(userID: userID) ?? ask(for: userID, at: start)
    let end = now()
    if start.duration(to: end) > SenderNames.patience { resumption = end + SenderNames.pause }
    if let account {
      if names.count >= SenderNames.capacity { names = [:] }
      names[userID] = account.name
    } else {
      if nameless.count >= SenderNames.capacity { nameless = [:] }
      nameless[userID] = end
    }
    return account?.name ?? String(userID)
  }

  /// The same, without asking for anything; `nil` when the accounts have to be asked.
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
