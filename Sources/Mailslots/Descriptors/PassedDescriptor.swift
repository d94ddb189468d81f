// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

/// A descriptor that came with a message, and is closed soon after nothing refers to it any more.
///
/// Nothing is known about it but that it is open: the sender chose it. Reading, writing, or even
/// asking for its status may wait for as long as the sender likes; ``isPairEnd`` does not.
public final class PassedDescriptor: Sendable {
  /// The descriptor.
  ///
  /// It is valid for as long as this object lives.
  public let descriptor: FileDescriptor

  /// Owns an open descriptor.
  init(owning descriptor: FileDescriptor) { self.descriptor = descriptor }

  deinit { DescriptorCloser.shared.close(descriptor) }

  /// Whether the descriptor is one end of a socketpair(2): a Unix stream or seqpacket socket that is
  /// connected to a socket without a name.
  ///
  /// Only such an end is safe to answer on. What is written to a datagram socket may arrive anywhere:
  /// its owner can connect it to another place at any time. What is written to a socket whose peer
  /// has a name arrives at that service, in the name of the one who writes.
  public var isPairEnd: Bool { descriptor.isPairEnd }
}
