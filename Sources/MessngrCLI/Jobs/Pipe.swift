// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// A pipe that no other program inherits, and whose reader never blocks.
struct Pipe: ~Copyable {
  /// The end that is read from.
  let readEnd: FileDescriptor

  /// The end that is written to.
  let writeEnd: FileDescriptor

  private var isWriteEndOpen = true

  /// The result of a read.
  enum Outcome: Equatable {
    /// Some bytes.
    case some

    /// No bytes for now.
    case none

    /// The end.
    case end
  }

  /// Opens a pipe.
  ///
  /// - Throws: `Errno`.
  init() throws {
    let ends = try FileDescriptor.pipe()
    (readEnd, writeEnd) = ends
  }

  deinit {
    try? readEnd.close()
    if isWriteEndOpen { try? writeEnd.close() }
  }

  /// Closes the writing end here; copies of it in other processes stay open.
  mutating func closeWriteEnd() {
    guard isWriteEndOpen else { return }
    isWriteEndOpen = false
    try? writeEnd.close()
  }

  /// Reads the bytes in the pipe, up to 64 KiB.
  borrowing func read(_ body: ([UInt8]) -> Void) -> Outcome {
    guard let events = try? readEnd.wait(for: .readable, until: .after(.zero)) else { return .end }
    guard !events.isEmpty else { return .none }
    guard let bytes = try? readEnd.read(upTo: 65_536), !bytes.isEmpty else { return .end }
    body(bytes)
    return .some
  }
}
