// SPDX-License-Identifier: Apache-2.0

import Messages

/// Whether a message is taken into the inbox.
///
/// The first line that fits decides:
///
/// | message | verdict |
/// |---|---|
/// | longer than the largest, and not from the spool | refused, 87 |
/// | from a sender on the deny list | refused, 5 |
/// | from a user proven to be root or the owner | admitted, whatever the allow list and the quota say |
/// | from a sender who is not on the allow list, if there is one | refused, 5 |
/// | from a sender who has too much here already | refused, 1816 |
/// | from the network, which has too much here already | refused, 1816 |
/// | any other | admitted |
///
/// A message in the spool was acknowledged: its length is no reason any more, and the spool keeps it
/// until there is room for it. Whether an admitted message pops up is for ``Interruption``. The
/// claimed From decides nothing: anybody can write anything there.
enum Admission: Hashable, Sendable {
  /// It is stored.
  case admit

  /// It is not stored, and the sender is told the code.
  case refuse(RefusalCode)

  /// Why a message is refused, as Windows numbers it: [MS-ERREF] 2.2.
  enum RefusalCode: Int, Sendable {
    /// `ERROR_ACCESS_DENIED`: the owner does not take messages of this sender.
    case accessDenied = 5

    /// `ERROR_INVALID_PARAMETER`: the message is too long.
    case invalidParameter = 87

    /// `ERROR_NOT_ENOUGH_QUOTA`: the sender has too much here.
    case notEnoughQuota = 1816
  }

  /// What of one sender's is in the inbox, or the length of a message.
  struct Usage: Equatable, Sendable {
    /// How many messages.
    var messageCount = 0

    /// How many bytes all that the sender decides of them has together.
    var byteCount = 0
  }

  /// How many times one sender's quota all addresses of the network have together: anybody can
  /// invent any number of them.
  static let networkShares = 4

  /// Decides about a message.
  ///
  /// - Parameters:
  ///   - sender: The uid that the kernel proved.
  ///   - name: The login name of that uid.
  ///   - origin: The way the message came; for one from the network, its address counts as sender.
  ///   - textByteCount: The length of its text, in bytes.
  ///   - byteCount: The length of all that is stored of it, in bytes.
  ///   - owner: The uid of the inbox's owner.
  ///   - usage: What of the sender's is here, messages admitted but not stored yet included.
  ///   - networkUsage: What of the network's is here.
  init(
    sender: UInt32, name: String, origin: Origin, textByteCount: Int, byteCount: Int,
    owner: UInt32, usage: Usage, networkUsage: Usage = Usage(), _ configuration: AgentConfiguration
  ) {
    func isListed(_ list: [SenderPattern]) -> Bool {
      list.contains { $0.matches(sender: sender, name: name, origin: origin) }
    }
    let isTrusted = origin.isProven && (sender == 0 || sender == owner)
    if textByteCount > configuration.largestMessage && origin != .spool {
      self = .refuse(.invalidParameter)
    } else if isListed(configuration.deny) {
      self = .refuse(.accessDenied)
    } else if !isTrusted && !configuration.allow.isEmpty && !isListed(configuration.allow) {
      self = .refuse(.accessDenied)
    } else if !isTrusted && !usage.hasRoom(for: byteCount, shares: 1, configuration) {
      self = .refuse(.notEnoughQuota)
    } else if !origin.isProven
      && !networkUsage.hasRoom(for: byteCount, shares: Admission.networkShares, configuration)
    {
      self = .refuse(.notEnoughQuota)
    } else {
      self = .admit
    }
  }
}

extension Admission.Usage {
  /// Whether a message of that length may come to so much, in so many quotas.
  func hasRoom(for byteCount: Int, shares: Int, _ configuration: AgentConfiguration) -> Bool {
    messageCount < configuration.unreadMessages * shares
      && self.byteCount <= configuration.unreadBytes * shares - byteCount
  }
}
