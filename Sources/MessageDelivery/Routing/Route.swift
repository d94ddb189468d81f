// SPDX-License-Identifier: Apache-2.0

import Accounts
import NameDirectory

/// One way that a message takes, with one outcome.
struct Route: Equatable {
  /// Where a route ends.
  indirect enum Destination: Equatable {
    /// At a user of this machine.
    case user(Account)

    /// On another machine of a realm: `NAME@REALM`.
    case relay(Recipient)

    /// On the network.
    case network(RemoteDelivery.Destination)
  }

  /// The recipient as the outcome names it.
  let label: String

  /// Where the route ends.
  let destination: Destination

  /// Creates a route.
  init(_ label: String, to destination: Destination) {
    self.label = label
    self.destination = destination
  }
}
