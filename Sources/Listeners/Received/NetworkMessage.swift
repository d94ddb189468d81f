// SPDX-License-Identifier: Apache-2.0

public import Messages

/// A message from the network, as it came: bytes in a code page that no field on the wire names.
public struct NetworkMessage: Equatable, Sendable {
  /// The recipient.
  public let addressee: Addressee

  /// The sender, as claimed; 0…255 bytes, no control bytes.
  public let from: [UInt8]

  /// The text, 0…n blocks.
  public let blocks: [[UInt8]]

  /// The way it came, with the sender's address.
  public let origin: Origin

  /// Creates a message.
  public init(addressee: Addressee, from: [UInt8], blocks: [[UInt8]], origin: Origin) {
    self.addressee = addressee
    self.from = from
    self.blocks = blocks
    self.origin = origin
  }
}
