// SPDX-License-Identifier: Apache-2.0

import Accounts

/// Remembers for a while which names are accounts, because one question can cost a process.
///
/// It remembers also that a name is no account. It is bounded in number, and each answer in age.
struct AccountCache {
  /// How long the account of a name is remembered.
  static let presentLifetime = Duration.seconds(600)

  /// How long it is remembered that a name has no account: a source of accounts may just be away.
  static let absentLifetime = Duration.seconds(60)

  /// The most names that are remembered.
  static let maximumCount = 4096

  private var answers: [String: (account: Account?, expiry: ContinuousClock.Instant)] = [:]

  /// The account of a name, from the cache or from `lookUp`.
  mutating func account(
    named name: String, at now: ContinuousClock.Instant, lookUp: (String) -> Account?
  ) -> Account? {
    if let answer = answers[name], now < answer.expiry { return answer.account }
    let account = lookUp(name)
    if answers.count >= AccountCache.maximumCount { removeSome(at: now) }
    let lifetime = account == nil ? AccountCache.absentLifetime : AccountCache.presentLifetime
    answers[name] = (account, now + lifetime)
    return account
  }

  /// Removes the answers that have expired, or all where none has.
  private mutating func removeSome(at now: ContinuousClock.Instant) {
    let valid = answers.filter { now < $0.value.expiry }
    answers = valid.count < answers.count ? valid : [:]
  }
}
