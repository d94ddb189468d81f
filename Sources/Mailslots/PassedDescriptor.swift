// SPDX-License-Identifier: Apache-2.0

import Glibc
public import SystemPackage

/// A descriptor that came with a message, and is closed soon after nobody has it any more.
///
/// Nothing is known about it but that it is open: a stranger chose it. Reading, writing, or even
/// asking for its status may wait for as long as the stranger likes; ``isUnixSocket`` does not.
public final class PassedDescriptor: Sendable {
  /// The descriptor.
  ///
  /// It is valid for as long as this object lives.
  public let descriptor: FileDescriptor

  /// Owns an open descriptor.
  init(owning descriptor: FileDescriptor) { self.descriptor = descriptor }

  deinit { DescriptorCloser.shared.close(descriptor) }

  /// Whether the descriptor is a Unix socket, of whatever type; socket(7) `SO_DOMAIN`.
  public var isUnixSocket: Bool {
    var domain: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    let result = unsafe getsockopt(
      descriptor.rawValue, SOL_SOCKET, SO_DOMAIN, &domain, &length)
    return result == 0 && domain == AF_UNIX
  }
}
