// SPDX-License-Identifier: Apache-2.0

extension Delivery {
  /// The most Characters shown of a name that a sender claims.
  private static let claimLimit = 64

  /// What is known of the sender: the login name that the kernel proves, or the address on the network,
  /// which nothing proves.
  ///
  /// It is one line, and never cut.
  public var knownSender: String {
    switch origin {
    case .datagram(let address), .session(let address):
      MessageText.displayedOnOneLine(address)
    case .mailslot, .spool: MessageText.displayedOnOneLine(senderName)
    }
  }

  /// The name that the sender claims, on one line; `nil` where there is none, or the proven one.
  public var claimedSender: String? {
    let claimed = MessageText.displayedOnOneLine(message.from, limit: Delivery.claimLimit)
    let isProven = origin.isProven && claimed.lowercased() == knownSender.lowercased()
    return claimed.isEmpty || isProven ? nil : claimed
  }

  /// Who sent it, on one line: what is known first and whole, and behind it the name that is claimed, so
  /// that a long or blank claim hides nothing.
  public var displayedSender: String {
    claimedSender.map { "\(knownSender) as \($0)" } ?? knownSender
  }
}
