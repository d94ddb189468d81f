// SPDX-License-Identifier: Apache-2.0

import Wire

/// A NetBIOS name: fifteen bytes and a suffix.
///
///      0                                   14  15
///     +---------------------------------------+--------+
///     | label, filled up with spaces          | suffix |
///     +---------------------------------------+--------+
///
/// The bytes are in upper case, in the OEM code page of the node that made the name. Two names are the
/// same when all sixteen bytes are. Source: RFC 1001 5.2, [MS-NBTE] 2.2.1.
public struct NetBIOSName: Hashable, Sendable {
  /// The longest label, in bytes.
  public static let maximumByteCount = 15

  /// The name that stands for every name of a node: `*` and fifteen NULs, RFC 1002 4.2.17.
  public static let wildcard = NetBIOSName(unchecked: [0x2A] + [UInt8](repeating: 0, count: 15))

  /// Fifteen spaces and `<03>`: what smbclient calls when a name is longer than 15 bytes.
  public static let blankMessenger = NetBIOSName(
    unchecked: [UInt8](repeating: 0x20, count: 15) + [NameSuffix.messenger.rawValue])

  /// Whether the label is `*`, filled up with NULs or with spaces: all nodes.
  public var isForAll: Bool {
    bytes[0] == 0x2A
      && bytes[1..<NetBIOSName.maximumByteCount].allSatisfy { [0x00, 0x20].contains($0) }
  }

  /// The name of all master browsers, a group: `\x01\x02__MSBROWSE__\x02<01>`, [MS-BRWS] 2.1.1.
  public static let masterBrowsers = NetBIOSName(
    unchecked: [0x01, 0x02] + "__MSBROWSE__".utf8 + [0x02, 0x01])

  /// The sixteen bytes.
  public let bytes: [UInt8]

  /// Creates a name; ASCII letters are turned to upper case.
  ///
  /// - Parameters:
  ///   - label: 1…15 bytes in an OEM code page, trailing spaces not counted.
  ///   - suffix: The sixteenth byte.
  /// - Throws: ``NetBIOSNameError/empty``, ``NetBIOSNameError/tooLong(byteCount:)``: a cut name would
  ///   be the name of another node.
  public init(
    label: some Sequence<UInt8>, suffix: NameSuffix
  ) throws(NetBIOSNameError) {
    var bytes = label.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
    while bytes.last == 0x20 { bytes.removeLast() }
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= NetBIOSName.maximumByteCount else {
      throw .tooLong(byteCount: bytes.count)
    }
    bytes += repeatElement(0x20, count: NetBIOSName.maximumByteCount - bytes.count)
    self.bytes = bytes + [suffix.rawValue]
  }

  /// Creates a name from ASCII text.
  ///
  /// - Throws: ``NetBIOSNameError``; ``NetBIOSNameError/notASCII(_:)`` for text that only a code page
  ///   can turn into bytes.
  public init(_ text: String, suffix: NameSuffix) throws(NetBIOSNameError) {
    if let scalar = text.unicodeScalars.first(where: { !$0.isASCII }) { throw .notASCII(scalar) }
    try self.init(label: text.utf8, suffix: suffix)
  }

  init(unchecked bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The first fifteen bytes without the spaces at their end.
  public var label: ArraySlice<UInt8> {
    let label = bytes.prefix(NetBIOSName.maximumByteCount)
    return label.prefix((label.lastIndex { $0 != 0x20 } ?? -1) + 1)
  }

  /// The sixteenth byte.
  public var suffix: NameSuffix { NameSuffix(rawValue: bytes[NetBIOSName.maximumByteCount]) }

  /// The same label with another suffix.
  public func with(suffix: NameSuffix) -> NetBIOSName {
    NetBIOSName(unchecked: bytes.prefix(NetBIOSName.maximumByteCount) + [suffix.rawValue])
  }
}

extension NetBIOSName {
  /// The name in its first-level encoding: 32 letters of `A`…`P`, two a byte, high half first.
  ///
  /// Source: RFC 1001 14.1.
  public var firstLevelEncoded: [UInt8] {
    bytes.flatMap { [0x41 + $0 >> 4, 0x41 + $0 & 0x0F] }
  }

  /// Reads a name in its first-level encoding; `nil` unless it is 32 letters of `A`…`P`.
  public init?(firstLevelEncoded letters: some Collection<UInt8>) {
    guard letters.count == 32, letters.allSatisfy({ (0x41...0x50).contains($0) }) else {
      return nil
    }
    var bytes: [UInt8] = []
    var high: UInt8?
    for letter in letters {
      if let first = high {
        bytes.append(first << 4 | (letter - 0x41))
        high = nil
      } else {
        high = letter - 0x41
      }
    }
    self.init(unchecked: bytes)
  }
}

extension NetBIOSName: CustomStringConvertible {
  /// The name as Samba's tools print it, `BRAVO<03>`, with `\xNN` for all that is not ASCII print.
  public var description: String {
    var text: [UInt8] = []
    for byte in label {
      if (0x20..<0x7F).contains(byte) {
        text.append(byte)
      } else {
        text += "\\x".utf8
        text += NetBIOSName.hexadecimal(byte)
      }
    }
    return String(decoding: text, as: UTF8.self) + suffix.description
  }

  static func hexadecimal(_ byte: UInt8) -> [UInt8] {
    [byte >> 4, byte & 0x0F].map { $0 < 10 ? 0x30 + $0 : 0x37 + $0 }
  }
}
