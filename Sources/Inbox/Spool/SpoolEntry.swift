// SPDX-License-Identifier: Apache-2.0

public import Messages

/// A message that was left in the spool.
public struct SpoolEntry: Equatable, Sendable {
  /// The identifier in the file's name, which its writer has chosen.
  ///
  /// It is the message's own only where the body has none.
  public let id: MessageID

  /// The owner of the file: the sender, as the kernel proves it.
  public let sender: UInt32

  /// When the file was last written, by its owner's word: the owner can set it to any time.
  public let modified: UnixTime

  /// A ``MailslotBody`` for the owner of the spool; 1…``MailslotBody/maximumByteCount`` bytes.
  public let body: [UInt8]

  /// The name of the file.
  public var name: String { SpoolEntry.name(of: id) }

  /// The name of the file with an identifier.
  static func name(of id: MessageID) -> String { "\(id).msg" }
}
