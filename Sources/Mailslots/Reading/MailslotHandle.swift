// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

/// The descriptors with which a child process reads from its parent's mailslot.
public struct MailslotHandle: Equatable, Sendable {
  /// The socket on which the messages arrive.
  public let socket: FileDescriptor

  /// The lock that keeps other readers away.
  public let lock: FileDescriptor

  /// Creates a handle from descriptors with which this process was started.
  public init(socket: FileDescriptor, lock: FileDescriptor) {
    self.socket = socket
    self.lock = lock
  }
}
