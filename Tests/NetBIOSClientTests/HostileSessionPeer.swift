// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import NetBIOS
import Wire

/// A computer on this one's loopback that does not let a caller come to an end.
final class HostileSessionPeer: Sendable {
  /// What it does with a caller.
  enum Conduct: CaseIterable, Sendable {
    /// Says nothing.
    case stall

    /// Says nothing but keep-alives, as fast as it can.
    case keepAlives

    /// Opens the session, then sends keep-alives as fast as it can.
    case keepAlivesWhenOpen

    /// Opens the session, then sends a byte of a reply that has no end each few milliseconds.
    case trickle

    /// Sends packets that mean nothing, as fast as it can.
    case flood

    /// Refuses each call.
    case refuse

    /// Sends the caller to itself again.
    case retarget
  }

  /// The port of both services, on 127.0.0.1.
  let port: UInt16

  private let stream: Int32
  private let packets: Int32
  private let conduct: Conduct
  private let open = Guarded<Set<Int32>?>([])

  init(_ conduct: Conduct) throws {
    self.conduct = conduct
    stream = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    packets = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    port = try Self.bind(stream, port: 0)
    _ = try Self.bind(packets, port: port)
    guard listen(stream, 16) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    Thread.detachNewThread { [self, stream] in
      while case let connection = accept(stream, nil, nil), connection >= 0 {
        guard open.withLock({ $0?.insert(connection) }) != nil else { break }
        Thread.detachNewThread { [self] in
          serve(connection)
          open.withLock { _ = $0?.remove(connection) }
          Foundation.close(connection)
        }
      }
    }
    Thread.detachNewThread { [self] in servePackets() }
  }

  /// Ends every connection and takes no more.
  func close() {
    let connections = open.withLock { open in
      defer { open = nil }
      return open ?? []
    }
    for descriptor in connections.union([stream, packets]) {
      shutdown(descriptor, Int32(SHUT_RDWR))
    }
  }

  private var isClosed: Bool { open.withLock { $0 == nil } }

  private static func bind(_ descriptor: Int32, port: UInt16) throws -> UInt16 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    address.sin_port = port.bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.bind(descriptor, $0, size) == 0 ? getsockname(descriptor, $0, &size) : -1
      }
    }
    guard result == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    return UInt16(bigEndian: address.sin_port)
  }

  private func serve(_ connection: Int32) {
    let keepAlives = [[UInt8]](repeating: [0x85, 0, 0, 0], count: 256).flatMap(\.self)
    let isOpening = [.keepAlivesWhenOpen, .trickle].contains(conduct)
    if isOpening { _ = say([0x82, 0, 0, 0], to: connection) }
    switch conduct {
    case .stall: break
    case .keepAlives, .keepAlivesWhenOpen: while say(keepAlives, to: connection) {}
    case .trickle:
      // A message of 400 bytes, of which each byte is one more than there was.
      var bytes: [UInt8] = [0, 0, 0x01, 0x90]
      while say([bytes.isEmpty ? 0x20 : bytes.removeFirst()], to: connection) { usleep(5000) }
    case .flood:
      while say([UInt8](repeating: 0x85, count: 1) + [0, 0, 0], to: connection) {}
    case .refuse: _ = say([0x83, 0, 0, 1, 0x82], to: connection)
    case .retarget:
      let number = [UInt8(port >> 8), UInt8(port & 0xFF)]
      _ = say([0x84, 0, 0, 6, 127, 0, 0, 1] + number, to: connection)
    }
    // Sends nothing more, and keeps the connection open.
    var byte: UInt8 = 0
    while recv(connection, &byte, 1, 0) > 0 {}
  }

  private func say(_ bytes: [UInt8], to connection: Int32) -> Bool {
    send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) > 0 && !isClosed
  }

  /// Answers one packet with as many as it can send, none of which is an answer.
  private func servePackets() {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    var buffer = [UInt8](repeating: 0, count: 2048)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        guard recvfrom(packets, &buffer, buffer.count, 0, pointer, &size) > 0 else { return }
        guard conduct == .flood || conduct == .trickle else { return }
        let query = Array(buffer[..<50])
        var answers: [[UInt8]] = [[1, 2, 3], [], query]
        while !isClosed {
          answers.append(answers.removeFirst())
          let answer = answers[0]
          _ = sendto(packets, answer, answer.count, Int32(MSG_NOSIGNAL), pointer, size)
          if conduct == .trickle { usleep(1000) }
        }
      }
    }
    Foundation.close(packets)
  }
}
