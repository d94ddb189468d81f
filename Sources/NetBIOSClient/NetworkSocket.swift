// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Mailslots
import NetBIOS

/// An IPv4 socket with one owner.
///
/// Each call with a deadline looks at the clock first, so a peer that sends without end cannot keep the
/// caller beyond the deadline.
struct NetworkSocket: ~Copyable {
  private let descriptor: FileDescriptor

  /// Opens a socket; socket(2).
  init(_ kind: FileDescriptor.InternetProtocol) throws(Errno) {
    descriptor = try FileDescriptor.internetSocket(kind)
  }

  deinit { try? descriptor.close() }

  /// Sets the peer of a UDP socket, without waiting; connect(2).
  borrowing func choose(_ endpoint: Endpoint) throws(Errno) {
    try descriptor.connect(to: InternetAddress(endpoint))
  }

  /// Connects; connect(2).
  ///
  /// - Throws: `Errno`; `timedOut` at the deadline.
  borrowing func connect(to endpoint: Endpoint, until deadline: Deadline) throws(Errno) {
    try repeated(until: deadline, waitingFor: .writable) { () throws(Errno) in
      do throws(Errno) {
        try descriptor.connect(to: InternetAddress(endpoint))
      } catch {
        switch error {
        case .socketIsConnected: return
        // The connection is being made; the next turn shows the result.
        case .nowInProgress, .alreadyInProcess, .interrupted: throw .wouldBlock
        default: throw error
        }
      }
    }
  }

  /// The address and port from which a connected socket sends; getsockname(2).
  borrowing func localEndpoint() -> Endpoint {
    descriptor.localInternetAddress.map { Endpoint($0) } ?? Endpoint(address: .any, port: 0)
  }

  /// Sends from a port if this process may use it and it is free, else from any other; bind(2).
  borrowing func prefer(port: UInt16) {
    try? descriptor.bind(to: InternetAddress(address: 0, port: port))
  }

  /// Sends the packets that follow over an interface; `nil` to follow the routing table.
  borrowing func chooseInterface(_ index: Int?) { descriptor.chooseInterface(index ?? 0) }

  /// Sends one packet; sendto(2).
  borrowing func send(_ packet: [UInt8], to endpoint: Endpoint) throws(Errno) {
    _ = try descriptor.send(packet[...], to: InternetAddress(endpoint))
  }

  /// Sends all of the bytes over a connected socket; send(2), never SIGPIPE.
  ///
  /// - Throws: `Errno`; `timedOut` at the deadline.
  borrowing func send(_ bytes: [UInt8], until deadline: Deadline) throws(Errno) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = try repeated(until: deadline, waitingFor: .writable) { () throws(Errno) in
        try descriptor.send(rest)
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Waits for bytes or a packet; recvfrom(2).
  ///
  /// - Returns: At most `limit` bytes, none at the end of a stream, and the sender of a packet.
  /// - Throws: `Errno`; `timedOut` at the deadline.
  borrowing func receive(
    _ limit: Int, until deadline: Deadline
  ) throws(Errno) -> (bytes: [UInt8], source: Endpoint) {
    try repeated(until: deadline, waitingFor: .readable) { () throws(Errno) in
      let (bytes, source) = try descriptor.receive(upTo: limit)
      return (bytes, source.map { Endpoint($0) } ?? Endpoint(address: .any, port: 0))
    }
  }

  /// Makes a system call, and repeats it until it need not wait, or until the deadline.
  ///
  /// All waiting for the network happens here. The clock is read before each turn, so calls that always
  /// succeed end at the deadline, too.
  ///
  /// - Throws: `Errno`; `timedOut` at the deadline.
  private borrowing func repeated<Value>(
    until deadline: Deadline, waitingFor events: PollEntry.Events,
    _ systemCall: () throws(Errno) -> Value
  ) throws(Errno) -> Value {
    while !deadline.hasPassed {
      do throws(Errno) {
        return try systemCall()
      } catch {
        switch error {
        case .interrupted: continue
        // The next turn handles each result.
        case .wouldBlock: _ = try? descriptor.wait(for: events, until: deadline)
        default: throw error
        }
      }
    }
    throw .timedOut
  }
}

extension InternetAddress {
  fileprivate init(_ endpoint: Endpoint) {
    self.init(address: endpoint.address.rawValue, port: endpoint.port)
  }
}

extension Endpoint {
  fileprivate init(_ address: InternetAddress) {
    self.init(address: IPv4Address(rawValue: address.address), port: address.port)
  }
}
