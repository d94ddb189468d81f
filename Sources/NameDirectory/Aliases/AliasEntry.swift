// SPDX-License-Identifier: Apache-2.0

public import Accounts

/// One alias in the message name table.
public struct AliasEntry: Equatable, Sendable {
  /// The alias, in upper case.
  public let name: String

  /// The owner.
  public let account: Account

  /// Creates the entry for a claim that holds; `nil` when its file claims no name.
  init?(_ claim: AliasClaim) {
    guard let name = claim.name else { return nil }
    self.name = name
    account = claim.account
  }
}
