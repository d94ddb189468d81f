// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

/// A descriptor that came with a message, and is closed soon after the end of the last reference to this
/// object.
///
/// The sender chose it, so it may be any open file. Reading, writing, or even asking for its status may wait
/// for as long as the sender wants; ``isPairEnd`` never waits.
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
  /// Only on such an end is it safe to answer. The owner of a datagram socket can connect it to another place
  /// at any time, so an answer may arrive anywhere. On a socket whose peer has a name the answer goes to
  /// that service, with the reader's credentials.
  public var isPairEnd: Bool { descriptor.isPairEnd }
}
