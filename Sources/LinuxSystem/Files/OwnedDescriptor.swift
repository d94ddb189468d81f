// SPDX-License-Identifier: Apache-2.0

/// An open descriptor with one owner, which closes it.
@frozen @usableFromInline package struct OwnedDescriptor: ~Copyable, Sendable {
  /// The descriptor, open as long as the owner lives.
  package let descriptor: FileDescriptor

  /// Takes over an open descriptor.
  package init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

  deinit { try? descriptor.close() }

  /// Gives the descriptor to the caller, who closes it.
  package consuming func release() -> FileDescriptor {
    let descriptor = descriptor
    discard self
    return descriptor
  }

  /// The number of the descriptor.
  package var rawValue: Int32 { descriptor.rawValue }
}
