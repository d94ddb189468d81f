// SPDX-License-Identifier: Apache-2.0

/// Why bytes are not the packet they should be: the reason, the field, and where.
///
/// Field names are the specification's (`DGM_LENGTH`, `QUESTION_NAME`), so that a log line can be
/// looked up in the RFC without translation.
public struct WireError: Error, Equatable, Sendable {
  /// What is wrong with the field.
  public enum Reason: Equatable, Sendable {
    /// The packet ends before the field does: `needed` bytes asked for, `available` bytes left.
    case truncated(needed: Int, available: Int)

    /// The field holds a value that this packet may not carry.
    case unexpected(value: UInt64)

    /// `count` bytes stand behind the last field.
    case trailing(count: Int)

    /// The field is longer than its limit, in bytes.
    case tooLong(limit: Int)

    /// A string has no terminating NUL.
    case unterminated
  }

  /// What is wrong.
  public let reason: Reason

  /// The field's name in the specification.
  public let field: String

  /// Where the field begins, in bytes from the start of the outermost packet.
  public let offset: Int

  /// Creates an error about one field.
  public init(_ reason: Reason, in field: String, at offset: Int) {
    self.reason = reason
    self.field = field
    self.offset = offset
  }
}

extension WireError: CustomStringConvertible {
  /// One line for a log: `DGM_LENGTH at byte 10: 2 bytes needed, 1 left`.
  public var description: String {
    "\(field) at byte \(offset): \(reason)"
  }
}

extension WireError.Reason: CustomStringConvertible {
  /// The reason in words.
  public var description: String {
    switch self {
    case .truncated(let needed, let available): "\(needed) bytes needed, \(available) left"
    case .unexpected(let value): "unexpected value 0x\(String(value, radix: 16))"
    case .trailing(let count): "\(count) bytes too many"
    case .tooLong(let limit): "longer than \(limit) bytes"
    case .unterminated: "no terminating NUL"
    }
  }
}
