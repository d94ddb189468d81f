// SPDX-License-Identifier: Apache-2.0

import CLinux

/// Memory that the kernel provides only when it is used; mmap(2) `MAP_NORESERVE`.
// It cannot be copied, so the memory has one owner.
@usableFromInline @safe package struct MemoryMapping: ~Copyable, @unchecked Sendable {
  /// The memory, as long as this value lives.
  package let bytes: UnsafeMutableRawBufferPointer

  /// Reserves address space; `nil` when the process has none left.
  ///
  /// - Parameter count: How many bytes.
  package init?(byteCount count: Int) {
    let start = unsafe mmap(
      nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    // MAP_FAILED is -1.
    guard let start = unsafe start, unsafe start != UnsafeMutableRawPointer(bitPattern: -1) else {
      return nil
    }
    unsafe bytes = UnsafeMutableRawBufferPointer(start: start, count: count)
  }

  deinit { unsafe _ = munmap(bytes.baseAddress, bytes.count) }

  /// Gives the memory behind an offset back to the kernel, so that it reads as zero; madvise(2).
  package func discard(behind offset: Int) {
    let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[offset...])
    unsafe _ = madvise(rest.baseAddress, rest.count, MADV_DONTNEED)
  }
}
