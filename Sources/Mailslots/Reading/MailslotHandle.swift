// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

/// What a child process needs of a reader to read from the same mailslot.
public struct MailslotHandle: Equatable, Sendable {
  /// The socket that messages come in by.
  public let socket: FileDescriptor

  /// The lock that keeps the mailslot for those who read from it.
  public let lock: FileDescriptor

  /// Creates a handle from descriptors with which this process was started.
  public init(socket: FileDescriptor, lock: FileDescriptor) {
    self.socket = socket
    self.lock = lock
  }
}
