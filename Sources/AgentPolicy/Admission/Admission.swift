// SPDX-License-Identifier: Apache-2.0

package import Messages

/// Whether the inbox takes a message.
///
/// The first line that fits decides:
///
/// | message | verdict |
/// |---|---|
/// | longer than the largest, and not from the spool | refused, 87 |
/// | from a sender on the deny list | refused, 5 |
/// | from root or the owner, proven by the kernel | admitted |
/// | from a sender who is not on the allow list, if there is one | refused, 5 |
/// | from a sender over its quota | refused, 1816 |
/// | from the network, when all its addresses together are over their quota | refused, 1816 |
/// | from a machine of the realm, when all its users together are over their quota | refused, 1816 |
/// | any other | admitted |
///
/// The sender of a message in the spool believes that it is kept: its length does not count, and the
/// spool keeps it until there is room for it. ``Interruption`` decides whether an admitted message pops up. The
/// claimed From decides nothing: a sender can write any name there.
package enum Admission: Hashable, Sendable {
  /// It is stored.
  case admit

  /// It is not stored, and the sender gets the code.
  case refuse(Win32Error)

  /// How much one sender has in the inbox, or how much one message takes.
  package struct Usage: Equatable, Sendable {
    /// How many messages.
    package var messageCount = 0

    /// How many bytes they have together, in the parts whose length the sender decides.
    package var byteCount = 0

    /// Creates a usage.
    package init(messageCount: Int = 0, byteCount: Int = 0) {
      self.messageCount = messageCount
      self.byteCount = byteCount
    }
  }

  /// How many times one sender's quota a pool has: an attacker can invent any number of addresses.
  static let poolShares = 4

  /// Decides about a message.
  ///
  /// - Parameters:
  ///   - sender: The uid that the kernel proved.
  ///   - name: The login name of that uid.
  ///   - origin: The way the message came; for one from the network, its address counts as sender.
  ///   - textByteCount: The length of its text, in bytes.
  ///   - byteCount: The length of all that is stored of it, in bytes.
  ///   - owner: The uid of the inbox's owner.
  ///   - usage: What the sender has in the inbox, with messages admitted but not stored yet.
  ///   - poolUsage: What all senders of the sender's pool have in the inbox: all addresses of the network, or
  ///     all users of one machine of the realm.
  package init(
    sender: UInt32, name: String, origin: Origin, textByteCount: Int, byteCount: Int,
    owner: UInt32, usage: Usage, poolUsage: Usage = Usage(), _ policy: AdmissionPolicy
  ) {
    func isListed(_ list: [SenderPattern]) -> Bool {
      list.contains { $0.matches(sender: sender, name: name, origin: origin) }
    }
    let isTrusted = origin.isProven && (sender == 0 || sender == owner)
    if textByteCount > policy.largestMessage && origin != .spool {
      self = .refuse(.invalidParameter)
    } else if isListed(policy.deny) {
      self = .refuse(.accessDenied)
    } else if !isTrusted && !policy.allow.isEmpty && !isListed(policy.allow) {
      self = .refuse(.accessDenied)
    } else if !isTrusted && !usage.hasRoom(for: byteCount, shares: 1, policy) {
      self = .refuse(.notEnoughQuota)
    } else if !origin.isProven
      && !poolUsage.hasRoom(for: byteCount, shares: Admission.poolShares, policy)
    {
      self = .refuse(.notEnoughQuota)
    } else {
      self = .admit
    }
  }
}

extension Admission.Usage {
  /// Whether a message of that length fits beside this usage into `shares` quotas.
  package func hasRoom(for byteCount: Int, shares: Int, _ policy: AdmissionPolicy) -> Bool {
    messageCount < policy.senderMessages * shares
      && self.byteCount <= policy.senderBytes * shares - byteCount
  }
}
