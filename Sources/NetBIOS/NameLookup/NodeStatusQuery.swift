// SPDX-License-Identifier: Apache-2.0

/// One question to one node, by its address: which names it has.
///
///     start ──► node, 3 × 1.5 s ──silence──► not found
///                  └── found
///
/// Events are methods that return what to do; the time is a parameter. After every event ask
/// ``nextDeadline``, and call ``advance(to:)`` then. Source: RFC 1002 4.2.17 and 5.1.1.6.
public struct NodeStatusQuery: Sendable {
  /// What to do, or to know.
  public enum Action: Equatable, Sendable {
    /// Send the packet to the node, port 137.
    case send(NameServicePacket)

    /// The node's names. Nothing more will come.
    case found(NodeStatus)

    /// The node does not answer. Nothing more will come.
    case notFound
  }

  /// The node's address.
  public let address: IPv4Address

  /// NAME_TRN_ID of the question.
  public let transactionID: UInt16

  /// When ``advance(to:)`` has something to do; `nil` before the start and at the end.
  public private(set) var nextDeadline: ContinuousClock.Instant?

  private let timers: NameTimers
  private var sentCount = 0

  /// Creates a question that is not asked yet.
  ///
  /// - Parameters:
  ///   - address: The node's address.
  ///   - transactionID: A number that no other request under way has.
  ///   - timers: How often and how long to ask; the unicast ones count.
  public init(to address: IPv4Address, transactionID: UInt16, timers: NameTimers = NameTimers()) {
    self.address = address
    self.transactionID = transactionID
    self.timers = timers
  }

  /// Asks for the first time.
  public mutating func start(at now: ContinuousClock.Instant) -> [Action] { ask(at: now) }

  /// Goes on with what is due.
  public mutating func advance(to now: ContinuousClock.Instant) -> [Action] {
    guard let deadline = nextDeadline, deadline <= now else { return [] }
    guard sentCount >= timers.unicastCount else { return ask(at: now) }
    nextDeadline = nil
    return [.notFound]
  }

  /// Takes a packet that arrived; those that do not answer the question do nothing.
  public mutating func receive(
    _ packet: NameServicePacket, from source: Endpoint, at now: ContinuousClock.Instant
  ) -> [Action] {
    guard nextDeadline != nil, packet.transactionID == transactionID, source.address == address,
      case .nodeStatusResponse(_, let status) = packet.message
    else { return [] }
    nextDeadline = nil
    return [.found(status)]
  }

  private mutating func ask(at now: ContinuousClock.Instant) -> [Action] {
    sentCount += 1
    nextDeadline = now.advanced(by: timers.unicastInterval)
    let question = NameServiceMessage.nodeStatusRequest(
      ScopedName(.wildcard), isBroadcast: false)
    return [.send(NameServicePacket(transactionID: transactionID, question))]
  }
}

extension NodeStatus {
  /// The name of the computer itself, `<00>`; `nil` when it has none that is unique and in use.
  public var computerName: NetBIOSName? { usableNames.first { $0.suffix == .workstation } }

  /// The name under which the node's messenger is called: the computer's own, or else the first one.
  ///
  /// `nil` when it has no messenger's name, or has lost it to another node.
  public var messengerName: NetBIOSName? {
    let messengers = messengerNames
    return messengers.first { $0.with(suffix: .workstation) == computerName } ?? messengers.first
  }

  /// All names under which messages reach somebody at the node.
  public var messengerNames: [NetBIOSName] { usableNames.filter { $0.suffix == .messenger } }

  private var usableNames: [NetBIOSName] {
    let unusable: NameFlags = [.group, .deregistering, .conflict]
    return names.filter { $0.flags.isDisjoint(with: unusable) }.map(\.name)
  }
}
