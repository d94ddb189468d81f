// SPDX-License-Identifier: Apache-2.0

import Messages

/// What a name in the spool says about the file.
enum SpoolName: Equatable {
  /// `ID.msg`: a message.
  case message(MessageID)

  /// A dot in front: a file that is being written.
  case unfinished

  /// Any other name.
  case other

  /// Reads a name.
  ///
  /// - Parameter name: The name as C has it, with its NUL.
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
