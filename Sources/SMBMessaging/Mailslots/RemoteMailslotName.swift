// SPDX-License-Identifier: Apache-2.0

public import Wire

/// The name of a mailslot in a datagram: `\MAILSLOT\` and one or more levels, in ASCII.
///
/// Names are the same when they differ only in case. Source: [MS-MAIL] 2.2.1 and 3.1.4.1 (C82).
public struct RemoteMailslotName: Sendable {
  /// The beginning of every name.
  private static let prefix = Array("\\MAILSLOT\\".utf8)

  /// The longest name, in bytes.
  public static let maximumByteCount = 255

  /// `\MAILSLOT\MESSNGR`, for messages.
  public static let messenger = RemoteMailslotName(unchecked: prefix + "MESSNGR".utf8)

  /// `\MAILSLOT\BROWSE`, for the announcements of computers.
  public static let browser = RemoteMailslotName(unchecked: prefix + "BROWSE".utf8)

  /// The bytes of the name.
  public let bytes: [UInt8]

  /// Creates a name from its text, such as `\MAILSLOT\MESSNGR`.
  ///
  /// - Throws: `WireError` about `Name`, at the first byte that is not allowed.
  public init(_ text: String) throws(WireError) {
    try self.init(bytes: text.utf8, at: 0)
  }

  init(bytes: some Sequence<UInt8>, at offset: Int) throws(WireError) {
    let bytes = Array(bytes)
    let prefix = RemoteMailslotName.prefix
    guard bytes.count > prefix.count else {
      throw WireError(
        .truncated(needed: prefix.count + 1, available: bytes.count), in: "Name", at: offset)
    }
    guard bytes.count <= RemoteMailslotName.maximumByteCount else {
      throw WireError(.tooLong(limit: RemoteMailslotName.maximumByteCount), in: "Name", at: offset)
    }
    for (index, byte) in bytes.enumerated()
    where !(0x20..<0x7F).contains(byte)
      || index < prefix.count && RemoteMailslotName.folded(byte) != prefix[index]
    {
      throw WireError(.unexpected(value: UInt64(byte)), in: "Name", at: offset + index)
    }
    self.bytes = bytes
  }

  private init(unchecked bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The name behind `\MAILSLOT\`.
  public var path: ArraySlice<UInt8> { bytes.dropFirst(RemoteMailslotName.prefix.count) }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (0x61...0x7A).contains(byte) ? byte - 0x20 : byte
  }
}

extension RemoteMailslotName: Hashable {
  /// Whether two names differ at most in case.
  public static func == (left: RemoteMailslotName, right: RemoteMailslotName) -> Bool {
    left.bytes.lazy.map(folded).elementsEqual(right.bytes.lazy.map(folded))
  }

  /// Hashes the name in upper case.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(bytes.map(RemoteMailslotName.folded))
  }
}

extension RemoteMailslotName: CustomStringConvertible {
  /// The name as it was written.
  public var description: String { String(decoding: bytes, as: UTF8.self) }
}
