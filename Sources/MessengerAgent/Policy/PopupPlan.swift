// SPDX-License-Identifier: Apache-2.0

import Inbox
import Messages

/// A popup to put up or to bring up to date, and the messages that it shows.
enum PopupPlan: Equatable, Sendable {
  /// A popup of one message.
  ///
  /// The `superseded` ones were replaced by it before anybody saw them. `inPlaceOf` is the message
  /// whose popup is up and becomes this one.
  case single(MessageID, superseded: [MessageID] = [], inPlaceOf: MessageID? = nil)

  /// A message said again: the popup of `first`, which may not be up yet, with `Disk full (3×)`.
  ///
  /// `count` is how many there are by now, and `added` those that have come since it was shown.
  case repeated(first: MessageID, added: [MessageID], count: Int)

  /// Messages over the limit: one popup a burst with `37 more from BACKUP`.
  ///
  /// `count` is how many there are by now, `added` those that have come since the burst's popup was
  /// last brought up to date, and `urgency` the highest of them.
  case summary(Burst, added: [MessageID], count: Int, urgency: Urgency)

  /// Whose messages a summary sums up.
  enum Burst: Hashable, Sendable {
    /// Those of a user proven by the kernel.
    case user(UInt32)

    /// Those of all uids without an account, of which a user may have any number.
    case usersWithoutAccount

    /// Those of all unverified senders, of whom anybody can invent any number.
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

  /// All messages that the popup stands for from now on, in the order they came.
  var messages: [MessageID] {
    switch self {
    case .single(let id, let superseded, _): superseded + [id]
    case .repeated(_, let added, _): added
    case .summary(_, let added, _, _): added
    }
  }
}
