// SPDX-License-Identifier: Apache-2.0

/// A part of what a realm carries, which a machine of the realm may want to read.
package enum FleetPart: Equatable, Sendable {
  /// The messages to a user.
  case messages(to: String)

  /// The messages from a machine.
  case sent(from: DomainLabel)

  /// The receipts for the messages of a machine.
  case receipts(to: DomainLabel)

  /// The receipts that a user's machines have sent: what the user has done at each of them.
  case readings(of: String)

  /// The pattern of its subjects: `*` stands for one token, `>` for all that follow.
  ///
  /// `nil` for a name that is no user's: empty, or longer than 256 bytes.
  func pattern(behind prefix: String) -> String? {
    switch self {
    case .messages(let user): SubjectToken(user).map { "\(prefix).to.\($0.text).from.>" }
    case .sent(let host): "\(prefix).to.*.from.\(host).>"
    case .receipts(let host): "\(prefix).rcpt.\(host).from.>"
    case .readings(let user): SubjectToken(user).map { "\(prefix).rcpt.*.from.*.\($0.text)" }
    }
  }
}
