// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem
import Mailslots
public import NetBIOS
import Wire

/// Asks several computers at once for their names: node status requests, RFC 1002 4.2.17.
public struct NameSurvey: Sendable {
  private let settings: NetworkSettings

  /// Creates a survey.
  public init(_ settings: NetworkSettings) { self.settings = settings }

  /// The answers that arrive before the deadline, by the addresses of the computers.
  ///
  /// Each computer is asked three times within 1.5 seconds. One that does not answer is not in the
  /// result.
  ///
  /// - Throws: ``NetworkFailure`` when no question can be sent.
  public func statuses(
    of addresses: Set<IPv4Address>, until deadline: Deadline
  ) throws(NetworkFailure) -> [IPv4Address: NodeStatus] {
    let socket: NetworkSocket
    do throws(Errno) {
      socket = try NetworkSocket(.udp)
    } catch {
      throw .unreachable(Endpoint(address: .any, port: settings.namePort), error)
    }
    var statuses: [IPv4Address: NodeStatus] = [:]
    var queries: [IPv4Address: NodeStatusQuery] = [:]
    for address in addresses {
      var query = NodeStatusQuery(
        to: address, transactionID: .random(in: .min ... .max), timers: .interactive)
      take(query.start(at: .now), of: address, &queries[address], &statuses, over: socket)
      queries[address] = query
    }
    while let due = queries.values.compactMap({ $0.nextDeadline }).min(), !deadline.hasPassed {
      if let (bytes, source) = try? socket.receive(2048, until: min(deadline, Deadline(due))) {
        guard var query = queries[source.address],
          let packet = try? NameServicePacket(decoding: bytes)
        else { continue }
        let actions = query.receive(packet, from: source, at: .now)
        queries[source.address] = query
        take(actions, of: source.address, &queries[source.address], &statuses, over: socket)
      } else {
        for (address, var query) in queries {
          let actions = query.advance(to: .now)
          queries[address] = query
          take(actions, of: address, &queries[address], &statuses, over: socket)
        }
      }
    }
    return statuses
  }

  private func take(
    _ actions: [NodeStatusQuery.Action], of address: IPv4Address,
    _ query: inout NodeStatusQuery?, _ statuses: inout [IPv4Address: NodeStatus],
    over socket: borrowing NetworkSocket
  ) {
    for action in actions {
      switch action {
      case .send(let packet):
        // A packet that cannot be sent counts as lost, and the query sends it again.
        guard let bytes = try? packet.encoded() else { continue }
        try? socket.send(bytes, to: Endpoint(address: address, port: settings.namePort))
      case .found(let status):
        statuses[address] = status
        query = nil
      case .notFound: query = nil
      }
    }
  }
}
