// SPDX-License-Identifier: Apache-2.0

import Wire

/// `key=value` pairs, each ended by a NUL: the form of attributes and receipts on the wire.
///
/// The first pair, the marker, says whether the others are attributes or a receipt. A pair without `=` is
/// ignored. The caller knows the meaning of a key.
struct AttributePairs {
  /// The pairs behind the marker, in the order they came.
  private(set) var pairs: [(key: String, value: String)] = []

  /// Reads the pairs behind a marker; `nil` when the marker does not come first.
  ///
  /// NULs in front of the marker are ignored, and the last pair may lack its NUL.
  init?(decoding bytes: ArraySlice<UInt8>, after marker: String) {
    // Check the marker before splitting the rest: most bodies of other senders have none.
    let start = bytes.drop { $0 == 0 }
    guard start.prefix(while: { $0 != 0 }).elementsEqual(marker.utf8) else { return nil }
    for pair in start.dropFirst(marker.utf8.count).split(separator: 0) {
      guard let equals = pair.firstIndex(of: UInt8(ascii: "=")),
        let key = String(utf8: pair[..<equals]),
        let value = String(utf8: pair[pair.index(after: equals)...])
      else { continue }
      pairs.append((key, value))
    }
  }

  /// Creates an empty list.
  init() {}

  /// Appends a pair.
  mutating func append(_ key: String, _ value: some CustomStringConvertible) {
    append(key, text: value.description)
  }

  /// Not generic: one function for all types of values.
  @inline(never)
  private mutating func append(_ key: String, text: String) { pairs.append((key, text)) }

  /// Appends a pair unless there is no value.
  mutating func append(_ key: String, ifPresent value: (some CustomStringConvertible)?) {
    if let value { append(key, value) }
  }

  /// Writes all pairs behind a marker.
  ///
  /// No value may hold a NUL: a reader would stop there.
  func encode(into writer: inout ByteWriter, after marker: String) {
    writer.writeTerminated(marker.utf8)
    for (key, value) in pairs { writer.writeTerminated("\(key)=\(value)".utf8) }
  }
}
