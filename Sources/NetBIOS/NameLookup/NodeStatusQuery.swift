// SPDX-License-Identifier: Apache-2.0

/// One query to one node, by its address, for the names it has.
///
///     start ──► node, 3 × 1.5 s ──silence──► not found
///                  └── found
///
/// Each event is a method that returns actions; the time is a parameter. After every event the caller
/// reads ``nextDeadline`` and calls ``advance(to:)`` at that time. Source: RFC 1002 4.2.17 and 5.1.1.6.
public struct NodeStatusQuery: Sendable {
  /// A step for the owner of the socket to take, or the result.
  public indirect enum Action: Equatable, Sendable {
    /// Send the packet to the node, port 137.
    case send(NameServicePacket)

    /// The node's names; the query is over.
    case found(NodeStatus)

    /// The node does not answer; the query is over.
    case notFound
  }

  /// The node's address.
  public let address: IPv4Address

  /// NAME_TRN_ID of the query.
  public let transactionID: UInt16

  /// When to call ``advance(to:)``; `nil` before the start and at the end.
  public private(set) var nextDeadline: ContinuousClock.Instant?

  private let timers: NameTimers
  private var sentCount = 0

  /// Creates a query that is not sent yet.
  ///
  /// - Parameters:
  ///   - address: The node's address.
  ///   - transactionID: A number that no other request under way has.
  ///   - timers: How often to repeat the query, and how long to wait: the unicast values.
  public init(to address: IPv4Address, transactionID: UInt16, timers: NameTimers = NameTimers()) {
    self.address = address
    self.transactionID = transactionID
    self.timers = timers
  }

  /// Sends the query for the first time.
  public mutating func start(at now: ContinuousClock.Instant) -> [Action] { ask(at: now) }

  /// Repeats the query, or ends it, when the deadline has passed.
  public mutating func advance(to now: ContinuousClock.Instant) -> [Action] {
    guard let deadline = nextDeadline, deadline <= now else { return [] }
    guard sentCount >= timers.unicastCount else { return ask(at: now) }
    nextDeadline = nil
    return [.notFound]
  }

  /// Takes a packet that arrived; ignores packets that do not answer the query.
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

  /// The messenger name to call the node by: the computer's own, or else the first one.
  ///
  /// `nil` when the node has no messenger name, or has lost it to another node.
  public var messengerName: NetBIOSName? {
    let messengers = messengerNames
    return messengers.first { $0.with(suffix: .workstation) == computerName } ?? messengers.first
  }

  /// All names of the node that messages can be sent to.
  public var messengerNames: [NetBIOSName] { usableNames.filter { $0.suffix == .messenger } }

  private var usableNames: [NetBIOSName] {
    let unusable: NameFlags = [.group, .deregistering, .conflict]
    return names.filter { $0.flags.isDisjoint(with: unusable) }.map { $0.name }
  }
}
