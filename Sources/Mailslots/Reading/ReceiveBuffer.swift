// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Room for the largest datagram there can be, of which only what was used costs memory.
///
/// So a message is received with one call, whatever its size: no look ahead, nothing is cut.
@safe struct ReceiveBuffer: ~Copyable, @unchecked Sendable {
  // Unchecked: the memory has one owner, and this type cannot be copied.

  /// The largest datagram that the kernel lets a Unix socket send, and a little more: measured as
  /// 4,263,616 bytes with `SO_SNDBUFFORCE`.
  private static let size = 5 << 20

  /// What stays in memory between messages.
  private static let kept = 64 << 10

  private let memory: UnsafeMutableRawBufferPointer

  /// Reserves the room; mmap(2).
  ///
  /// `nil` when there is no address space left.
  init?() {
    let start = unsafe mmap(
      nil, ReceiveBuffer.size, PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let start = unsafe start, unsafe start != MAP_FAILED else { return nil }
    unsafe memory = UnsafeMutableRawBufferPointer(start: start, count: ReceiveBuffer.size)
  }

  deinit { unsafe _ = munmap(memory.baseAddress, memory.count) }

  /// Receives into the buffer and returns what came; `nil` when `receive` has nothing.
  mutating func bytes(receive: (UnsafeMutableRawBufferPointer) -> Int?) -> [UInt8]? {
    guard let size = unsafe receive(memory) else { return nil }
    let received = unsafe UnsafeRawBufferPointer(rebasing: memory[..<min(size, memory.count)])
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: received.count) { bytes, count in
      unsafe UnsafeMutableRawBufferPointer(bytes).copyMemory(from: received)
      count = received.count
    }
    if size > ReceiveBuffer.kept {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[ReceiveBuffer.kept...])
      unsafe _ = madvise(rest.baseAddress, rest.count, MADV_DONTNEED)
    }
    return bytes
  }
}
