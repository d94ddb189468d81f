// SPDX-License-Identifier: Apache-2.0

/// The subject under which a realm carries something from a user of one machine.
///
///     msgr.REALM.to.RECIPIENT.from.HOST.SENDER    a message
///     msgr.REALM.rcpt.MACHINE.from.HOST.READER    a receipt, for the machine that has sent the message
///
/// The server allows each machine only subjects with its own host, so the host is proven. The kernel of that
/// host has proven the sender.
package struct FleetSubject: Hashable, Sendable {
  /// What the subject carries.
  package enum Kind: String, CaseIterable, Sendable {
    /// A message to a user.
    case message = "to"

    /// The states of messages, for the machine that has sent them.
    case receipt = "rcpt"
  }

  /// What it carries.
  package let kind: Kind

  private let recipientToken: SubjectToken
  private let hostToken: SubjectToken
  private let senderToken: SubjectToken

  /// The user or the machine for whom it is, in lower case.
  package var recipient: String { recipientToken.name }

  /// The machine from which it comes, in lower case.
  package var host: String { hostToken.name }

  /// The user of that machine from whom it comes, in lower case.
  package var sender: String { senderToken.name }

  /// Creates a subject; `nil` for a name that is empty, or longer than 256 bytes.
  package init?(_ kind: Kind, to recipient: String, from sender: String, at host: String) {
    guard let recipient = SubjectToken(recipient), let sender = SubjectToken(sender),
      let host = SubjectToken(host)
    else { return nil }
    self.init(kind, recipient, host, sender)
  }

  /// Reads a subject of a realm, also one that a server has republished; `nil` for any other text.
  package init?(decoding text: String, in realm: DomainLabel) {
    let tokens = text.split(separator: ".", omittingEmptySubsequences: false)
    let layout = FleetLayout(realm)
    func begins(with prefix: String) -> Bool {
      tokens.prefix(2).joined(separator: ".") == prefix
    }
    let isLive = begins(with: layout.livePrefix)
    guard tokens.count == 7, isLive || begins(with: layout.prefix),
      let kind = Kind(rawValue: String(tokens[2])), tokens[4] == "from",
      let recipient = SubjectToken(encoded: tokens[3]), let host = SubjectToken(encoded: tokens[5]),
      let sender = SubjectToken(encoded: tokens[6])
    else { return nil }
    self.init(kind, recipient, host, sender)
  }

  private init(
    _ kind: Kind, _ recipient: SubjectToken, _ host: SubjectToken, _ sender: SubjectToken
  ) {
    self.kind = kind
    recipientToken = recipient
    hostToken = host
    senderToken = sender
  }

  /// The subject in a realm.
  package func text(in realm: DomainLabel) -> String {
    let prefix = FleetLayout(realm).prefix
    let (recipient, host, sender) = (recipientToken.text, hostToken.text, senderToken.text)
    return "\(prefix).\(kind.rawValue).\(recipient).from.\(host).\(sender)"
  }

  /// The user and the machine from which it comes, as one word: `ann@web1`.
  package var address: String { "\(senderToken.text)@\(hostToken.text)" }
}
