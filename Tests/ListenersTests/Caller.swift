// SPDX-License-Identifier: Apache-2.0

import Foundation
import NetBIOS
import SMBMessaging
import Wire

/// A sender of messages with a blocking socket.
final class Caller {
  struct SystemError: Error {
    let code: Int32
  }

  private let descriptor: Int32
  private var reader = SessionPacketReader()

  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    // No call here waits for ever.
    var time = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    let result = withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw SystemError(code: errno) }
  }

  deinit { close(descriptor) }

  func send(_ bytes: [UInt8]) {
    _ = Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// Ends this side of the connection.
  func end() { shutdown(descriptor, Int32(SHUT_WR)) }

  func send(_ packet: SessionPacket) throws { send(try packet.encoded()) }

  func send(_ block: MessageBlock) throws {
    try send(.message(try MessageRequest(block).encoded()))
  }

  /// The next packet; `nil` when the other side has closed.
  func receive() throws -> SessionPacket? {
    var buffer = [UInt8](repeating: 0, count: 1024)
    while true {
      if let packet = try reader.next() { return packet }
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0 && errno == ECONNRESET { return nil }
      guard count >= 0 else { throw SystemError(code: errno) }
      guard count > 0 else { return nil }
      reader.append(buffer[..<count])
    }
  }

  /// The status of the next reply, and its group.
  func reply() throws -> (status: SMBStatus, groupID: UInt16?)? {
    guard case .message(let bytes) = try receive() else { return nil }
    let reply = try MessageReply(decoding: bytes)
    return (reply.header.status, reply.groupID)
  }
}
