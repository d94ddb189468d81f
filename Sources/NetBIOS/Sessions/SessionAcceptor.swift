// SPDX-License-Identifier: Apache-2.0

/// The called side of one session: a packet in, an action out.
///
///     ┌──────────┐ request for an own name: positive response  ┌──────┐
///     │ awaiting │────────────────────────────────────────────►│ open │─┐ message
///     └──────────┘ message without a request                   └──────┘◄┘
///
/// smbclient requests a session on port 139 only; on any other port its first packet is a message. So a
/// session may begin with either. Source: RFC 1002 4.3 and 5.2.
public struct SessionAcceptor: Sendable {
  /// A step for the owner of the connection to take.
  public enum Action: Equatable, Sendable {
    /// Send the packet.
    case send(SessionPacket)

    /// Send the packet, then close.
    case refuse(SessionPacket)

    /// Take these bytes: one message.
    case take([UInt8])

    /// Wait for the next packet.
    case wait

    /// Close.
    case close(CloseReason)
  }

  /// Why the called side closes a session.
  public enum CloseReason: Equatable, Sendable {
    /// The packet is one that only the called side sends, or a second request.
    case unexpectedPacket

    /// Neither request nor message arrived in time.
    case timedOut
  }

  /// When to close the session if nothing arrives: call ``expire(at:)`` then.
  ///
  /// Keep-alives do not move it, because they would keep a silent session open for ever.
  public private(set) var deadline: ContinuousClock.Instant

  /// The called name; `nil` before a request.
  public private(set) var called: NetBIOSName?

  /// The calling name, as claimed; `nil` before a request.
  public private(set) var calling: NetBIOSName?

  private let names: Set<NetBIOSName>?
  private let idleTimeout: Duration
  private var isOpen = false

  /// Creates the state of a connection that was just accepted.
  ///
  /// - Parameters:
  ///   - names: The names that may be called; `nil` means any name.
  ///   - now: The time of the connection.
  ///   - requestTimeout: How long the first packet may take.
  ///   - idleTimeout: How long each further one may take.
  public init(
    names: Set<NetBIOSName>? = nil, at now: ContinuousClock.Instant,
    requestTimeout: Duration = .seconds(10), idleTimeout: Duration = .seconds(30)
  ) {
    self.names = names
    self.idleTimeout = idleTimeout
    deadline = now.advanced(by: requestTimeout)
  }

  /// Takes the next packet.
  public mutating func receive(
    _ packet: SessionPacket, at now: ContinuousClock.Instant
  ) -> Action {
    switch packet {
    case .keepAlive: return .wait
    case .message(let bytes):
      open(at: now)
      return .take(bytes)
    case .request(let called, let calling) where !isOpen:
      self.called = called.name
      self.calling = calling.name
      // Only the empty scope is supported, as in the name service and in datagrams.
      guard called.scope == .none else { return .refuse(.negativeResponse(.calledNameNotPresent)) }
      if let names, !names.contains(called.name) {
        return .refuse(.negativeResponse(.calledNameNotPresent))
      }
      open(at: now)
      return .send(.positiveResponse)
    case .request, .positiveResponse, .negativeResponse, .retarget:
      return .close(.unexpectedPacket)
    }
  }

  /// Closes the session if the deadline has passed.
  public func expire(at now: ContinuousClock.Instant) -> Action {
    now < deadline ? .wait : .close(.timedOut)
  }

  private mutating func open(at now: ContinuousClock.Instant) {
    isOpen = true
    deadline = now.advanced(by: idleTimeout)
  }
}
