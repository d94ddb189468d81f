// SPDX-License-Identifier: Apache-2.0

import SystemPackage

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

  /// Creates options.
  public init(
    maximumMessageSize: Int = 0, refusesLargerMessages: Bool = false, readTimeout: Duration? = nil,
    writers: Writers = .everyone, quota: MailslotQuota = MailslotQuota(),
    acceptsDescriptors: Bool = false
  ) {
    self.maximumMessageSize = maximumMessageSize
    self.refusesLargerMessages = refusesLargerMessages
    self.readTimeout = readTimeout
    self.writers = writers
    self.quota = quota
    self.acceptsDescriptors = acceptsDescriptors
  }

  /// Whether a message of that size is not wanted at all.
  func refuses(byteCount: Int) -> Bool {
    refusesLargerMessages && maximumMessageSize > 0 && byteCount > maximumMessageSize
  }
}
