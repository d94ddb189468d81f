// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// Room for the largest datagram there can be, of which only what was used costs memory.
///
/// So a message is received with one call, whatever its size: no look ahead, nothing is cut.
struct ReceiveBuffer: ~Copyable, Sendable {
  /// The largest datagram that the kernel lets a Unix socket send, and a little more: measured as
  /// 4,263,616 bytes with `SO_SNDBUFFORCE`.
  private static let size = 5 << 20

  /// What stays in memory between messages.
  private static let kept = 64 << 10

  private let memory: MemoryMapping

  /// Reserves the room; `nil` when no address space is left.
  init?() {
    guard let memory = MemoryMapping(byteCount: ReceiveBuffer.size) else { return nil }
    self.memory = memory
  }

  /// Receives into the buffer and returns what came; `nil` when `receive` has nothing.
  mutating func bytes(receive: (UnsafeMutableRawBufferPointer) -> Int?) -> [UInt8]? {
    guard let size = unsafe receive(memory.bytes) else { return nil }
    let received = unsafe UnsafeRawBufferPointer(
      rebasing: memory.bytes[..<min(size, ReceiveBuffer.size)])
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: received.count) { bytes, count in
      unsafe UnsafeMutableRawBufferPointer(bytes).copyMemory(from: received)
      count = received.count
    }
    if size > ReceiveBuffer.kept { memory.discard(behind: ReceiveBuffer.kept) }
    return bytes
  }
}
