// SPDX-License-Identifier: Apache-2.0

public import NetBIOS
public import SMBMessaging
public import Wire

/// Why a listener refused a packet or a message: a value, which is counted and not thrown.
public enum PacketRefusal: Error, Equatable, Sendable {
  /// It comes from a network, or over an interface, that the configuration excludes.
  case foreignSource

  /// It is not a valid packet.
  case malformed(WireError)

  /// It is for a name that is not this machine's.
  case notForUs(NetBIOSName)

  /// The message is for a recipient that this machine does not have.
  case unknownRecipient

  /// It is a broadcast of this machine itself.
  case ownBroadcast

  /// It is a copy of a packet that was just taken.
  case duplicate

  /// The mailslot does not take writes from the network.
  case mailslotNotAllowed(RemoteMailslotName)

  /// Its sender is over its rate limit.
  case tooMany

  /// All senders of datagrams together are over the rate limit.
  case tooManyInAll

  /// Too many deliveries are under way.
  case overloaded

  /// The session was silent for too long, or was closed to make room for another one.
  case timedOut

  /// The session sent a packet that the protocol does not allow at that point.
  case unexpected

  /// The label of the refusal in the metrics; it holds no bytes of the packet.
  public var label: String {
    switch self {
    case .foreignSource: "foreign"
    case .malformed: "malformed"
    case .notForUs: "not-for-us"
    case .unknownRecipient: "unknown-recipient"
    case .ownBroadcast: "own"
    case .duplicate: "duplicate"
    case .mailslotNotAllowed: "mailslot"
    case .tooMany: "too-many"
    case .tooManyInAll: "too-many-in-all"
    case .overloaded: "overloaded"
    case .timedOut: "timed-out"
    case .unexpected: "unexpected"
    }
  }
}

extension PacketRefusal: CustomStringConvertible {
  /// One line for a log.
  public var description: String {
    switch self {
    case .foreignSource: "the configuration excludes its network"
    case .malformed(let error): "malformed: \(error)"
    case .notForUs(let name): "for \(name), which is not a name of this machine"
    case .unknownRecipient: "for a recipient that this machine does not have"
    case .ownBroadcast: "a broadcast of this machine itself"
    case .duplicate: "a copy of a packet that was just taken"
    case .mailslotNotAllowed(let name): "\(name) takes nothing from the network"
    case .tooMany: "too many from this sender"
    case .tooManyInAll: "too many datagrams from all senders together"
    case .overloaded: "too many deliveries under way"
    case .timedOut: "its sender was silent for too long"
    case .unexpected: "a packet that the protocol does not allow at this point"
    }
  }
}
