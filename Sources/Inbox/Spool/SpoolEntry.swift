// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
public import Messages

/// A message in the spool.
public struct SpoolEntry: Equatable, Sendable {
  /// The identifier in the name of the file, which the sender chose.
  ///
  /// It is the identifier of the message only if the body has none.
  public let id: MessageID

  /// The owner of the file: the sender, proven by the kernel.
  public let sender: UInt32

  /// When the file was last written, as its owner says, who can set it to any time.
  public let modified: UnixTime

  /// When the file was last changed, as the kernel says: the message has waited here since then.
  public let changed: UnixTime

  /// A `MailslotBody` for the owner of the spool; 1…`MailslotBody.maximumByteCount` bytes.
  public let body: [UInt8]

  /// The name of the file.
  public var name: String { SpoolEntry.name(of: id) }

  /// The name of the file with an identifier.
  static func name(of id: MessageID) -> String { "\(id).msg" }
}

extension SpoolEntry {
  /// The meaning of the name of a file in the spool.
  enum NameKind: Equatable {
    /// `ID.msg`: a message.
    case message(MessageID)

    /// A name that begins with a dot: a file that is being written.
    case unfinished

    /// Any other name.
    case other

    /// Reads a name.
    init(_ name: FileName) {
      // The name of a message is ASCII, so the text of another name is never taken for one.
      let text = name.text
      if text.utf8.first == UInt8(ascii: ".") {
        self = .unfinished
      } else if text.hasSuffix(".msg"), let id = MessageID(String(text.dropLast(4))) {
        self = .message(id)
      } else {
        self = .other
      }
    }
  }
}
