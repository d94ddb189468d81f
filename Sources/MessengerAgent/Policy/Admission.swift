// SPDX-License-Identifier: Apache-2.0

import Messages

/// Whether a message is taken into the inbox.
///
/// The first line that fits decides:
///
/// | message | verdict |
/// |---|---|
/// | longer than the largest | refused, 87 |
/// | from a sender on the deny list | refused, 5 |
/// | from a user proven to be root or the owner | admitted, whatever the allow list and the quota say |
/// | from a sender who is not on the allow list, if there is one | refused, 5 |
/// | from a sender who has too much unread here already | refused, 1816 |
/// | any other | admitted |
///
/// Whether an admitted message pops up is for ``Interruption``. The claimed From decides nothing:
/// anybody can write anything there.
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

    /// `ERROR_NOT_ENOUGH_QUOTA`: the sender has too much here that nobody has read.
    case notEnoughQuota = 1816
  }

  /// What of one sender's is in the inbox and not read.
  struct Usage: Equatable, Sendable {
    /// How many messages.
    var messageCount = 0

    /// How many bytes of text they have together.
    var byteCount = 0
  }

  /// Decides about a message.
  ///
  /// - Parameters:
  ///   - sender: The uid that the kernel proved.
  ///   - name: The login name of that uid.
  ///   - origin: The way the message came; for one from the network, its address counts as sender.
  ///   - byteCount: The length of its text, in bytes.
  ///   - owner: The uid of the inbox's owner.
  ///   - usage: What of the sender's is unread, messages admitted but not stored yet included.
  init(
    sender: UInt32, name: String, origin: Origin, byteCount: Int, owner: UInt32, usage: Usage,
    _ configuration: AgentConfiguration
  ) {
    func isListed(_ list: [SenderPattern]) -> Bool {
      list.contains { $0.matches(sender: sender, name: name, origin: origin) }
    }
    let isTrusted = origin.isProven && (sender == 0 || sender == owner)
    if byteCount > configuration.largestMessage {
      self = .refuse(.invalidParameter)
    } else if isListed(configuration.deny) {
      self = .refuse(.accessDenied)
    } else if !isTrusted && !configuration.allow.isEmpty && !isListed(configuration.allow) {
      self = .refuse(.accessDenied)
    } else if !isTrusted && !configuration.hasRoom(for: byteCount, beside: usage) {
      self = .refuse(.notEnoughQuota)
    } else {
      self = .admit
    }
  }
}

extension AgentConfiguration {
  /// Whether a sender with so much unread may leave a message of that length.
  fileprivate func hasRoom(for byteCount: Int, beside usage: Admission.Usage) -> Bool {
    usage.messageCount < unreadMessages && usage.byteCount <= unreadBytes - byteCount
  }
}
