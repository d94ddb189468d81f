// SPDX-License-Identifier: Apache-2.0

import Messages

/// A popup to draw or to update, and the messages that it shows.
enum PopupPlan: Equatable {
  /// A popup of one message.
  ///
  /// The message replaced the `superseded` ones before they were shown. `inPlaceOf` is the message
  /// whose popup becomes this one.
  case single(MessageID, superseded: [MessageID] = [], inPlaceOf: MessageID? = nil)

  /// A repeated message: the popup of `first`, which may not be drawn yet, with `Disk full (3×)`.
  ///
  /// `count` is the number of all, and `added` are those that have come since the popup was drawn.
  case repeated(first: MessageID, added: [MessageID], count: Int)

  /// Messages over the limit: one popup for each burst with `37 more from BACKUP`.
  ///
  /// `count` is the number of all, `added` are those that have come since the burst's popup was last
  /// updated, and `urgency` is the highest of them.
  case summary(Burst, added: [MessageID], count: Int, urgency: Urgency)

  /// The senders whose messages one summary counts.
  enum Burst: Hashable {
    /// A user proven by the kernel.
    case user(UInt32)

    /// All uids without an account: a user may have any number of them.
    case usersWithoutAccount

    /// All unverified senders: an attacker can invent any number of them.
    case network

    /// The burst that a sender's messages belong to.
    init(_ sender: SenderKey) {
      switch sender {
      case .user(let userID): self = .user(userID)
      case .usersWithoutAccount: self = .usersWithoutAccount
      case .address: self = .network
      }
    }
  }

  /// All messages that this plan adds to the popup, in the order they came.
  var messages: [MessageID] {
    switch self {
    case .single(let id, let superseded, _): superseded + [id]
    case .repeated(_, let added, _): added
    case .summary(_, let added, _, _): added
    }
  }
}
