// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import NetBIOS
import SMBMessaging
import Wire

/// A computer on the loopback interface that takes sessions and follows the script of a test.
final class ScriptedPeer: Sendable {
  /// What the computer does with a packet.
  enum Answer: Sendable {
    /// Send this packet.
    case packet(SessionPacket)

    /// Send bytes that are not a packet.
    case bytes([UInt8])

    /// Send success, as smbd does.
    case success

    /// Send this status.
    case status(SMBStatus)

    /// Send nothing, and leave the connection open.
    case silence

    /// Close the connection.
    case hangUp
  }

  /// Where it listens, on 127.0.0.1.
  let port: UInt16

  private let listener: Int32
  private let script: @Sendable (SessionPacket) -> Answer
  private let open = Guarded<Set<Int32>>([])
  private let taken = Guarded<[MessageBlock]>([])

  /// Listens; each connection follows the script, which sees each packet that comes.
  init(_ script: @escaping @Sendable (SessionPacket) -> Answer) throws {
    self.script = script
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(listener, $0, size)
        _ = getsockname(listener, $0, &size)
      }
    }
    guard listen(listener, 16) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    port = UInt16(bigEndian: address.sin_port)
    // Each thread closes what it alone waits on, so no number means something else before it ends.
    Thread.detachNewThread { [self] in
      while case let connection = accept(listener, nil, nil), connection >= 0 {
        open.withLock { _ = $0.insert(connection) }
        Thread.detachNewThread { [self] in serve(connection) }
      }
      _ = Foundation.close(listener)
    }
  }

  /// Ends every connection and takes no more.
  func close() {
    shutdown(listener, Int32(SHUT_RDWR))
    open.withLock { for connection in $0 { shutdown(connection, Int32(SHUT_RDWR)) } }
  }

  /// The parts of messages that came, in their order.
  var blocks: [MessageBlock] { taken.withLock { $0 } }

  private func serve(_ connection: Int32) {
    defer {
      open.withLock {
        $0.remove(connection)
        _ = Foundation.close(connection)
      }
    }
    var packets = SessionPacketReader()
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case let count = recv(connection, &buffer, buffer.count, 0), count > 0 {
      packets.append(buffer[..<count])
      while let packet = try? packets.next() {
        guard let reply = reply(to: packet) else { return }
        _ = send(connection, reply, reply.count, Int32(MSG_NOSIGNAL))
      }
    }
  }

  /// The bytes to send, none for silence; `nil` to hang up.
  private func reply(to packet: SessionPacket) -> [UInt8]? {
    var request: MessageRequest?
    if case .message(let bytes) = packet { request = try? MessageRequest(decoding: bytes) }
    if let request { taken.withLock { $0.append(request.block) } }
    switch script(packet) {
    case .packet(let packet): return try? packet.encoded()
    case .bytes(let bytes): return bytes
    case .silence: return []
    case .hangUp: return nil
    case .success: return ScriptedPeer.reply(to: request, .success)
    case .status(let status): return ScriptedPeer.reply(to: request, status)
    }
  }

  private static func reply(to request: MessageRequest?, _ status: SMBStatus) -> [UInt8]? {
    guard let request else { return try? SessionPacket.positiveResponse.encoded() }
    var groupID: UInt16?
    if case .start = request.block { groupID = 7 }
    return try? SessionPacket.message(
      MessageReply(to: request.header, status, groupID: groupID).encoded()
    ).encoded()
  }
}
