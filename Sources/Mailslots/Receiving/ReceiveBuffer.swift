// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// Address space for the largest possible datagram, of which only the used part costs memory.
///
/// So one call receives a message of any size, without a look at its size before, and uncut.
struct ReceiveBuffer: ~Copyable, Sendable {
  /// The largest datagram that the kernel lets a Unix socket send, and a little more: measured as
  /// 4,263,616 bytes with `SO_SNDBUFFORCE`.
  private static let size = 5 << 20

  /// How many bytes stay in memory between messages.
  private static let kept = 64 << 10

  private let memory: MemoryMapping

  /// Reserves the address space; `nil` when none is left.
  init?() {
    guard let memory = MemoryMapping(byteCount: ReceiveBuffer.size) else { return nil }
    self.memory = memory
  }

  /// Receives a message into the buffer and returns its bytes; `nil` when `receive` returns `nil`.
  mutating func bytes(receive: (UnsafeMutableRawBufferPointer) -> Int?) -> [UInt8]? {
    guard let size = unsafe receive(memory.bytes) else { return nil }
    let received = unsafe UnsafeRawBufferPointer(
      rebasing: memory.bytes[..<min(size, ReceiveBuffer.size)])
    let bytes = unsafe [UInt8](received)
    if size > ReceiveBuffer.kept { memory.discard(behind: ReceiveBuffer.kept) }
    return bytes
  }
}
