// SPDX-License-Identifier: Apache-2.0

/// The calling side of one session: a packet in, an action out.
///
///     ┌─────────┐ positive response      ┌──────┐
///     │ calling │───────────────────────►│ open │─┐ message
///     └─────────┘                        └──────┘◄┘
///       └── negative response: refused;  retarget: call the other endpoint
///
/// Source: RFC 1002 4.3 and 5.2.
public struct SessionCall: Sendable {
  /// A step for the owner of the connection to take.
  public indirect enum Action: Equatable, Sendable {
    /// The session is open: send messages.
    case open

    /// Take these bytes: one message.
    case take([UInt8])

    /// Wait for the next packet.
    case wait

    /// Close; the called side refused the session.
    case refused(SessionRefusal)

    /// Close, and make the same call to another endpoint.
    case callAgain(Endpoint)

    /// Close: the packet may not come at this point.
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
