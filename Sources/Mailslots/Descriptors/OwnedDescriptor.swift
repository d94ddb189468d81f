// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// An open descriptor with one owner, which closes it.
struct OwnedDescriptor: ~Copyable, Sendable {
  let descriptor: FileDescriptor

  init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

  /// Takes the result of a C function that returns a descriptor, or −1 and `errno`.
  init(_ result: Int32, at path: FilePath) throws(MailslotError) {
    try MailslotError.check(result, at: path)
    self.init(FileDescriptor(rawValue: result))
  }

  deinit { try? descriptor.close() }

  /// Gives the descriptor back, open.
  consuming func release() -> FileDescriptor {
    let descriptor = descriptor
    discard self
    return descriptor
  }

  var rawValue: Int32 { descriptor.rawValue }
}
