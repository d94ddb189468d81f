// SPDX-License-Identifier: Apache-2.0

public import Wire

/// A NetBIOS name and its scope, as they stand in packets: the second-level encoding.
///
///     +------+------------------------+---------------------+------+
///     | 0x20 | 32 letters (the name)  | labels of the scope | 0x00 |
///     +------+------------------------+---------------------+------+
///
/// Without a scope that is 34 bytes. Source: RFC 1002 4.1.
public struct ScopedName: Hashable, Sendable {
  /// The name.
  public var name: NetBIOSName

  /// The scope.
  public var scope: NetBIOSScope

  /// Creates a name in a scope.
  public init(_ name: NetBIOSName, scope: NetBIOSScope = .none) {
    self.name = name
    self.scope = scope
  }

  /// The bytes it takes in a packet: 34, and those of the scope.
  public var encodedByteCount: Int { scope.labels.reduce(34) { $0 + 1 + $1.count } }

  init(_ labels: LabelSequence, _ field: String, at offset: Int) throws(WireError) {
    guard let first = labels.labels.first, let name = NetBIOSName(firstLevelEncoded: first) else {
      throw WireError(
        .unexpected(value: UInt64(labels.labels.first?.first ?? 0)), in: field, at: offset)
    }
    self.init(name, scope: NetBIOSScope(unchecked: Array(labels.labels.dropFirst())))
  }

  var labels: LabelSequence { LabelSequence([ArraySlice(name.firstLevelEncoded)] + scope.labels) }
}

extension ScopedName: WireCodable {
  /// Reads a name that is written out; pointers belong to the name service only.
  ///
  /// - Throws: `WireError` about the field `NAME`.
  public init(decoding reader: inout ByteReader) throws(WireError) {
    try self.init(decoding: &reader, "NAME")
  }

  init(decoding reader: inout ByteReader, _ field: String) throws(WireError) {
    let offset = reader.offset
    let labels = try LabelSequence(decoding: &reader, field, pointerLimit: 0)
    try self.init(labels, field, at: offset)
  }

  /// Writes the name in its second-level encoding.
  public func encode(into writer: inout ByteWriter) {
    labels.encode(into: &writer)
  }
}

extension ScopedName: CustomStringConvertible {
  /// The name, and behind a dot the scope.
  public var description: String { scope == .none ? "\(name)" : "\(name).\(scope)" }
}
