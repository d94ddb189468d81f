// SPDX-License-Identifier: Apache-2.0

/// The calling side of one session: session packets in, what to do about each out.
///
///     ┌─────────┐ positive response      ┌──────┐
///     │ calling │───────────────────────►│ open │─┐ message
///     └─────────┘                        └──────┘◄┘
///       └── negative response: refused;  retarget: call again, there
///
/// Source: RFC 1002 4.3 and 5.2.
public struct SessionCall: Sendable {
  /// What to do.
  public enum Action: Equatable, Sendable {
    /// Talk: the session is open.
    case open

    /// Take these bytes: one message.
    case take([UInt8])

    /// Nothing.
    case wait

    /// Close; the other side does not want to talk.
    case refused(SessionRefusal)

    /// Close, and make the same call there.
    case callAgain(Endpoint)

    /// Close: a packet that has no place here.
    case close
  }

  /// The first packet of the call.
  public let request: SessionPacket

  private var isOpen = false

  /// Creates a call.
  public init(of called: NetBIOSName, from calling: NetBIOSName) {
    request = .request(called: ScopedName(called), calling: ScopedName(calling))
  }

  /// Takes the next packet.
  public mutating func receive(_ packet: SessionPacket) -> Action {
    switch packet {
    case .keepAlive: return .wait
    case .message(let bytes) where isOpen: return .take(bytes)
    case .positiveResponse where !isOpen:
      isOpen = true
      return .open
    case .negativeResponse(let refusal) where !isOpen: return .refused(refusal)
    case .retarget(let endpoint) where !isOpen: return .callAgain(endpoint)
    case .message, .request, .positiveResponse, .negativeResponse, .retarget: return .close
    }
  }
}
