// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// The settings of a new mailslot.
public struct MailslotOptions: Equatable, Sendable {
  /// The users who may write.
  public enum Writers: Equatable, Sendable {
    /// All users of the machine: mode 0666.
    case everyone

    /// The reader's user and group: mode 0660.
    case group

    /// The reader's user only: mode 0600.
    case owner

    /// The mode of the socket.
    var permissions: FilePermissions {
      switch self {
      case .everyone: FilePermissions(rawValue: 0o666)
      case .group: FilePermissions(rawValue: 0o660)
      case .owner: FilePermissions(rawValue: 0o600)
      }
    }
  }

  /// The largest message expected, in bytes; 0 for any.
  public var maximumMessageSize: Int

  /// Whether a message over ``maximumMessageSize`` is dropped and counted.
  ///
  /// Otherwise the maximum size has no effect.
  public var refusesLargerMessages: Bool

  /// How long a read waits; `nil` for ever.
  public var readTimeout: Duration?

  /// The users who may write.
  public var writers: Writers

  /// How much may wait.
  public var quota: MailslotQuota

  /// Whether one descriptor may come with each message.
  ///
  /// All others are closed.
  public var acceptsDescriptors: Bool

  /// Whether child processes may read from the mailslot as well; `bInheritHandle` of
  /// `SECURITY_ATTRIBUTES`.
  ///
  /// The messages of such a mailslot stay in the kernel until a process reads them. So writers wait as soon as
  /// the kernel's queue is full (`net.unix.max_dgram_qlen` messages), and ``MailslotReader/info()``
  /// counts only the next message. A message for a read that gives up at the same moment waits for the
  /// next read of the same process.
  public var isInheritable: Bool

  /// Creates options.
  public init(
    maximumMessageSize: Int = 0, refusesLargerMessages: Bool = false, readTimeout: Duration? = nil,
    writers: Writers = .everyone, quota: MailslotQuota = MailslotQuota(),
    acceptsDescriptors: Bool = false, isInheritable: Bool = false
  ) {
    self.maximumMessageSize = maximumMessageSize
    self.refusesLargerMessages = refusesLargerMessages
    self.readTimeout = readTimeout
    self.writers = writers
    self.quota = quota
    self.acceptsDescriptors = acceptsDescriptors
    self.isInheritable = isInheritable
  }

  /// Whether a message is too long to be taken.
  func refuses(byteCount: Int) -> Bool {
    refusesLargerMessages && maximumMessageSize > 0 && byteCount > maximumMessageSize
  }
}
