// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Mailslots
import NetBIOS
import Wire

/// A TCP connection that carries session packets, until a deadline.
struct SessionLink: ~Copyable {
  private let endpoint: Endpoint
  private let deadline: Deadline
  private let socket: NetworkSocket
  private var packets = SessionPacketReader()

  /// Connects.
  init(to endpoint: Endpoint, until deadline: Deadline) throws(NetworkFailure) {
    self.endpoint = endpoint
    self.deadline = deadline
    socket = try SessionLink.connect(to: endpoint, until: deadline)
  }

  private static func connect(
    to endpoint: Endpoint, until deadline: Deadline
  ) throws(NetworkFailure) -> NetworkSocket {
    do throws(Errno) {
      let socket = try NetworkSocket(.tcp)
      try socket.connect(to: endpoint, until: deadline)
      return socket
    } catch {
      throw .unreachable(endpoint, error)
    }
  }

  /// Sends a packet.
  borrowing func send(_ packet: SessionPacket) throws(NetworkFailure) {
    let bytes = try NetworkFailure.encoding(packet)
    do throws(Errno) {
      try socket.send(bytes, until: deadline)
    } catch {
      throw .unreachable(endpoint, error)
    }
  }

  /// Waits for the next packet.
  ///
  /// - Throws: ``NetworkFailure/unreachable(_:_:)``: `connectionReset` when the other side has closed
  ///   the connection, `timedOut` at the deadline.
  mutating func next() throws(NetworkFailure) -> SessionPacket {
    while true {
      do throws(WireError) {
        if let packet = try packets.next() { return packet }
      } catch {
        throw .garbled(endpoint, error)
      }
      do throws(Errno) {
        let bytes = try socket.receive(4096, until: deadline).bytes
        guard !bytes.isEmpty else { throw .connectionReset }
        packets.append(bytes)
      } catch {
        throw .unreachable(endpoint, error)
      }
    }
  }
}
