// SPDX-License-Identifier: Apache-2.0

public import NetBIOS
public import SMBMessaging

/// A write from the network to a mailslot other than the Messenger's.
public struct NetworkWrite: Equatable, Sendable {
  /// The owner of the mailslot.
  public let addressee: Addressee

  /// The mailslot.
  public let mailslot: RemoteMailslotName

  /// The bytes of the write.
  public let data: [UInt8]

  /// The address it came from.
  public let source: IPv4Address

  /// Creates a write.
  public init(
    addressee: Addressee, mailslot: RemoteMailslotName, data: [UInt8], source: IPv4Address
  ) {
    self.addressee = addressee
    self.mailslot = mailslot
    self.data = data
    self.source = source
  }
}
