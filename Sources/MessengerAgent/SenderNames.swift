// SPDX-License-Identifier: Apache-2.0

import Places

/// The login names of senders, looked up once.
///
/// A directory service that is slow or away holds up all that arrives while it is asked. So it is left
/// alone for a while after it was slow, and who has no name then is a number.
struct SenderNames {
  private struct Entry {
    let name: String
    let isKnown: Bool
    let time: ContinuousClock.Instant
  }

  /// The most names remembered.
  static let capacity = 10_000

  /// What is slow.
  static let patience = Duration.milliseconds(500)

  /// How long a service that was slow is left alone, and a user without a name is not asked for.
  static let pause = Duration.seconds(60)

  private let accounts: AccountDatabase
  private let now: @Sendable () -> ContinuousClock.Instant
  private var entries: [UInt32: Entry] = [:]
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
    let isPaused = resumption.map { start < $0 } ?? false
    let account = (isPaused ? accounts.local : accounts).account(userID: userID)
    let end = now()
    if start.duration(to: end) > SenderNames.patience { resumption = end + SenderNames.pause }
    if entries.count >= SenderNames.capacity { entries = [:] }
    let entry = Entry(
      name: account?.name ?? String(userID), isKnown: account != nil, time: end)
    entries[userID] = entry
    return entry.name
  }

  /// The same, without asking anybody; `nil` when somebody has to be asked.
  func rememberedName(of userID: UInt32) -> String? {
    guard let entry = entries[userID] else { return nil }
    let isRemembered =
      entry.isKnown || entry.time.duration(to: now()) < SenderNames.pause
    return isRemembered ? entry.name : nil
  }
}
