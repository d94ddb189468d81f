// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
import Mailslots
package import NetBIOS
import Wire

/// Looks up names: in the file of hosts, at the name server, then by broadcast.
package struct NameLookup {
  private let settings: NetworkSettings

  /// Creates a lookup.
  package init(_ settings: NetworkSettings) { self.settings = settings }

  /// The owners of a name.
  package enum Owners: Equatable {
    /// One computer, at any of these addresses; at least one.
    case computer([IPv4Address])

    /// A group.
    case group
  }

  /// The owners of a name.
  ///
  /// - Throws: ``NetworkFailure/nameNotFound(_:)`` when no computer answers before the deadline.
  package func owners(of name: NetBIOSName, until deadline: Deadline) throws(NetworkFailure)
    -> Owners
  {
    let listed = listedAddresses(of: name)
    guard listed.isEmpty else { return .computer(listed) }
    var query = NameQuery(
      ScopedName(name), server: settings.nameServer, nodeType: settings.nodeType,
      transactionID: .random(in: .min ... .max), timers: .interactive)
    let socket = try openSocket()
    var actions = query.start(at: .now)
    while true {
      for action in actions {
        switch action {
        case .broadcast(let packet): try broadcast(packet, over: socket)
        case .send(let packet, let server): send(packet, to: server.address, over: socket)
        // One message needs only the first answer; conflicts are for the owners to solve.
        case .found(let owners, _): return Owners(owners)
        case .notFound, .conflict, .finished: throw .nameNotFound(name.description)
        }
      }
      guard let due = query.nextDeadline, !deadline.hasPassed else {
        throw .nameNotFound(name.description)
      }
      if let (packet, source) = receive(over: socket, until: min(deadline, Deadline(due))) {
        actions = query.receive(packet, from: source, at: .now)
      } else {
        actions = query.advance(to: .now)
      }
    }
  }

  /// The names of the computer at an address; `nil` when it does not answer.
  package func status(
    of address: IPv4Address, until deadline: Deadline
  ) throws(NetworkFailure) -> NodeStatus? {
    var query = NodeStatusQuery(
      to: address, transactionID: .random(in: .min ... .max), timers: .interactive)
    let socket = try openSocket()
    let endpoint = Endpoint(address: address, port: settings.namePort)
    // Connected, so that the socket reports at once that no program listens on the port.
    try? socket.choose(endpoint)
    var actions = query.start(at: .now)
    while true {
      for action in actions {
        switch action {
        case .send(let packet): send(packet, to: address, over: socket)
        case .found(let status): return status
        case .notFound: return nil
        }
      }
      guard let due = query.nextDeadline, !deadline.hasPassed else { return nil }
      do throws(Errno) {
        let (packet, source) = try receiveAny(over: socket, until: min(deadline, Deadline(due)))
        actions = packet.map { query.receive($0, from: source, at: .now) } ?? []
      } catch .timedOut {
        actions = query.advance(to: .now)
      } catch {
        return nil
      }
    }
  }

  /// The broadcast addresses of the settings, or else of the interfaces; at least one.
  func broadcasts() throws(NetworkFailure) -> [BroadcastTarget] {
    let targets =
      settings.broadcastAddresses.isEmpty
      ? NetworkInterfaces.broadcasts() : settings.broadcastAddresses.map { BroadcastTarget($0) }
    guard !targets.isEmpty else { throw .noInterface }
    return targets
  }

  private func listedAddresses(of name: NetBIOSName) -> [IPv4Address] {
    guard let path = settings.hostsFile, let contents = try? FileContents.read(path) else {
      return []
    }
    return HostsFile(String(decoding: contents, as: UTF8.self)).addresses(of: name)
  }

  private func openSocket() throws(NetworkFailure) -> NetworkSocket {
    do throws(Errno) {
      return try NetworkSocket(.udp)
    } catch {
      throw .unreachable(Endpoint(address: .any, port: settings.namePort), error)
    }
  }

  private func broadcast(
    _ packet: NameServicePacket, over socket: borrowing NetworkSocket
  ) throws(NetworkFailure) {
    for target in try broadcasts() {
      socket.chooseInterface(target.interface)
      send(packet, to: target.address, over: socket)
    }
    socket.chooseInterface(nil)
  }

  /// Sends a packet; one that cannot be sent counts as lost, and the query sends it again.
  private func send(
    _ packet: NameServicePacket, to address: IPv4Address, over socket: borrowing NetworkSocket
  ) {
    guard let bytes = try? packet.encoded() else { return }
    try? socket.send(bytes, to: Endpoint(address: address, port: settings.namePort))
  }

  /// The next packet of the name service; `nil` at the deadline.
  private func receive(
    over socket: borrowing NetworkSocket, until deadline: Deadline
  ) -> (NameServicePacket, Endpoint)? {
    while let (packet, source) = try? receiveAny(over: socket, until: deadline) {
      if let packet { return (packet, source) }
    }
    return nil
  }

  private func receiveAny(
    over socket: borrowing NetworkSocket, until deadline: Deadline
  ) throws(Errno) -> (NameServicePacket?, Endpoint) {
    let (bytes, source) = try socket.receive(2048, until: deadline)
    var reader = ByteReader(bytes)
    return (try? NameServicePacket(decoding: &reader), source)
  }
}

extension NameLookup.Owners {
  fileprivate init(_ entries: [NameEntry]) {
    let computers = entries.filter { !$0.isGroup && $0.address != .broadcast }
    self = computers.isEmpty ? .group : .computer(computers.map { $0.address })
  }
}

extension NameTimers {
  /// Three questions within 1.5 seconds, because a person waits.
  static var interactive: NameTimers {
    var timers = NameTimers()
    timers.unicastInterval = .milliseconds(500)
    return timers
  }
}

extension Deadline {
  /// Converts a moment of the clock that queries use.
  init(_ instant: ContinuousClock.Instant) {
    self = .after(ContinuousClock.now.duration(to: instant))
  }
}
