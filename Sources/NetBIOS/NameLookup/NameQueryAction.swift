// SPDX-License-Identifier: Apache-2.0

/// What a ``NameQuery`` wants done, or known.
public enum NameQueryAction: Equatable, Sendable {
  /// Send the packet to everyone on this network, port 137.
  case broadcast(NameServicePacket)

  /// Send the packet there.
  case send(NameServicePacket, to: Endpoint)

  /// The owners, 1 or more, and who said so. A sender in a hurry need not ask further.
  case found([NameEntry], by: Endpoint)

  /// Nobody has the name.
  case notFound

  /// Another node says that a unique name is its own too. The packet, sent there, makes it give the
  /// name up: RFC 1002 5.1.1.3. Whoever sends it takes the word of the first one for it.
  case conflict(demand: NameServicePacket, to: Endpoint)

  /// Nothing more will come.
  case finished
}
