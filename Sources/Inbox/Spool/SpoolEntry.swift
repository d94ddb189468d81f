// SPDX-License-Identifier: Apache-2.0

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

  /// A ``MailslotBody`` for the owner of the spool; 1…``MailslotBody/maximumByteCount`` bytes.
  public let body: [UInt8]

  /// The name of the file.
  public var name: String { SpoolEntry.name(of: id) }

  /// The name of the file with an identifier.
  static func name(of id: MessageID) -> String { "\(id).msg" }
}

extension SpoolEntry {
  /// The meaning of the name of a file in the spool.
  enum FileName: Equatable {
    /// `ID.msg`: a message.
    case message(MessageID)

    /// A name that begins with a dot: a file that is being written.
    case unfinished

    /// Any other name.
    case other

    /// Reads a name.
    ///
    /// - Parameter name: The name as a C string, with its NUL.
    init(_ name: [CChar]) {
      let bytes = name.dropLast().map { UInt8(bitPattern: $0) }
      if bytes.first == UInt8(ascii: ".") {
        self = .unfinished
      } else if bytes.suffix(4).elementsEqual(".msg".utf8),
        let id = MessageID(String(decoding: bytes.dropLast(4), as: UTF8.self))
      {
        self = .message(id)
      } else {
        self = .other
      }
    }
  }
}
