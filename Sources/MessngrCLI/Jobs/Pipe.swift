// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem

/// A pipe that no other program inherits, and whose reader never waits.
struct Pipe: ~Copyable {
  /// The end that is read from.
  let readEnd: FileDescriptor

  /// The end that is written to.
  let writeEnd: FileDescriptor

  private var isWriteEndOpen = true

  /// What reading has brought.
  enum Outcome: Equatable {
    /// Some bytes.
    case some

    /// Nothing for now.
    case none

    /// Nothing ever again.
    case end
  }

  /// Opens a pipe.
  ///
  /// The corresponding C functions are `pipe` and `fcntl`.
  init() throws {
    (readEnd, writeEnd) = try FileDescriptor.pipe()
    for end in [readEnd, writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(readEnd.rawValue, F_SETFL, O_NONBLOCK)
  }

  deinit {
    try? readEnd.close()
    if isWriteEndOpen { try? writeEnd.close() }
  }

  /// Leaves the writing end to whoever has a copy of it.
  mutating func closeWriteEnd() {
    guard isWriteEndOpen else { return }
    isWriteEndOpen = false
    try? writeEnd.close()
  }

  /// Reads what is there, up to 64 KiB.
  borrowing func read(_ body: ([UInt8]) -> Void) -> Outcome {
    do {
      let bytes = try unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
        count = try unsafe readEnd.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
      guard !bytes.isEmpty else { return .end }
      body(bytes)
      return .some
    } catch {
      return error as? Errno == .wouldBlock ? .none : .end
    }
  }
}
