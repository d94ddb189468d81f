// SPDX-License-Identifier: Apache-2.0

/// What a ``NameOwner`` wants done, or known.
public enum NameOwnerAction: Equatable, Sendable {
  /// Why a claim failed.
  public enum Refusal: Equatable, Sendable {
    /// Another node has the name; its address as it says.
    case owned(by: IPv4Address)

    /// The name is in the table already.
    case present

    /// There is no room for another name.
    case tableFull
  }

  /// Send the packet to everyone on this network, port 137.
  case broadcast(NameServicePacket)

  /// Send the packet there.
  case send(NameServicePacket, to: Endpoint)

  /// The name is ours now.
  case claimed(NetBIOSName)

  /// The name is not ours.
  case refused(NetBIOSName, Refusal)

  /// The name is given up.
  case released(NetBIOSName)

  /// Another node wanted a name of ours, and was told no. Worth a line in a log.
  case defended(NetBIOSName, against: Endpoint)

  /// Another node declared a name of ours its own. Worth a line in a log.
  case overridden(NetBIOSName, by: Endpoint)

  /// Somebody, and nothing proves who, says that a name of ours is in conflict. Worth a warning.
  case conflictDemanded(NetBIOSName, by: Endpoint)
}
