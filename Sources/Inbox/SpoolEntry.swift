// SPDX-License-Identifier: Apache-2.0

public import Messages

/// A message that was left in the spool.
public struct SpoolEntry: Equatable, Sendable {
  /// The identifier in the file's name, which its writer has chosen.
  public let id: MessageID

  /// The owner of the file: the sender, as the kernel proves it.
  public let sender: UInt32

  /// When the file was last written, by its owner's word: he can set it to anything.
  public let modified: UnixTime

  /// What would have been written to the mailslot, for ``MailslotBody``;
  /// 1…``MailslotBody/maximumByteCount`` bytes.
  public let body: [UInt8]

  /// The name of the file.
  public var name: String { "\(id).msg" }
}
