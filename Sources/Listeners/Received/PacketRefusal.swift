// SPDX-License-Identifier: Apache-2.0

public import NetBIOS
public import SMBMessaging
public import Wire

/// Why something from the network was not taken: a value, counted and not thrown.
public enum PacketRefusal: Error, Equatable, Sendable {
  /// It comes from a network, or over an interface, that is not listened to.
  case foreignSource

  /// It is not what it has to be.
  case malformed(WireError)

  /// It is for a name that is not ours.
  case notForUs(NetBIOSName)

  /// The message is for somebody who is not here.
  case unknownRecipient

  /// It is what this machine has sent to everyone.
  case ownBroadcast

  /// It is a copy of what has just been taken.
  case duplicate

  /// The mailslot does not take writes from the network.
  case mailslotNotAllowed(RemoteMailslotName)

  /// Its sender has sent too much of late.
  case tooMany

  /// All senders of datagrams together have sent too much of late.
  case tooManyInAll

  /// More is under way than can be delivered.
  case overloaded

  /// The session was silent for too long, or gave way to another one.
  case timedOut

  /// The session does not do what it has to.
  case unexpected

  /// One of a few words, for figures: nothing of a stranger's is in it.
  public var word: String {
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
    case .foreignSource: "its sender's network is not listened to"
    case .malformed(let error): "not a packet of ours: \(error)"
    case .notForUs(let name): "for \(name), which is nobody here"
    case .unknownRecipient: "for somebody who is not here"
    case .ownBroadcast: "what this machine has sent to everyone"
    case .duplicate: "a copy of what has just come"
    case .mailslotNotAllowed(let name): "\(name) takes nothing from the network"
    case .tooMany: "too many from this sender"
    case .tooManyInAll: "too many datagrams from all senders together"
    case .overloaded: "more than can be delivered"
    case .timedOut: "its sender was silent for too long"
    case .unexpected: "a packet that does not belong there"
    }
  }
}
