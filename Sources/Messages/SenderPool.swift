// SPDX-License-Identifier: Apache-2.0

/// Senders who share limits, because one attacker can be any number of them.
public enum SenderPool: Hashable, Sendable {
  /// All addresses of the network: nothing proves an address.
  case network

  /// All users of one machine of the realm: the machine is proven, and root there can be any user.
  case machine(String)
}
