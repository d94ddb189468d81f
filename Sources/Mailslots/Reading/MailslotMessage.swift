// SPDX-License-Identifier: Apache-2.0

/// One message from a mailslot: exactly the bytes of one write.
public struct MailslotMessage: Sendable {
  /// The bytes, which may be none.
  public let bytes: [UInt8]

  /// The writer.
  public let credentials: PeerCredentials

  /// The descriptor that came with it, if the reader accepts one and the writer passed one.
  public let descriptor: PassedDescriptor?

  /// Creates a message.
  public init(
    bytes: [UInt8], credentials: PeerCredentials, descriptor: PassedDescriptor? = nil
  ) {
    self.bytes = bytes
    self.credentials = credentials
    self.descriptor = descriptor
  }
}
