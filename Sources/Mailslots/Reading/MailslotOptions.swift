// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// How a mailslot is made.
public struct MailslotOptions: Equatable, Sendable {
  /// Who may write.
  public enum Writers: Equatable, Sendable {
    /// Every user of the machine: mode 0666.
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
  /// It is only advice otherwise.
  public var refusesLargerMessages: Bool

  /// How long a read waits; `nil` for ever.
  public var readTimeout: Duration?

  /// Who may write.
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
  /// The messages of such a mailslot stay in the kernel until a read asks for them, so that each gets
  /// to the process that asks first. So writers wait as soon as the kernel's queue is full
  /// (`net.unix.max_dgram_qlen` messages), and of the messages that wait only the next is counted. A
  /// message that comes for a read that gives up at the same moment waits for the next read of the
  /// same process.
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

  /// Whether a message of that size is not wanted at all.
  func refuses(byteCount: Int) -> Bool {
    refusesLargerMessages && maximumMessageSize > 0 && byteCount > maximumMessageSize
  }
}
