// SPDX-License-Identifier: Apache-2.0

import Wire

/// `key=value` pairs, each ended by a NUL: how attributes and receipts travel.
///
/// A pair without `=` is passed over; what a key means is the caller's business.
struct AttributePairs {
  /// The pairs in the order they came.
  private(set) var pairs: [(key: String, value: String)] = []

  /// Reads all pairs that are left, of which the last may lack its NUL.
  init(decoding reader: inout ByteReader) {
    for pair in reader.readRemaining().split(separator: 0) {
      guard let equals = pair.firstIndex(of: UInt8(ascii: "=")),
        let key = String(validating: pair[..<equals], as: UTF8.self),
        let value = String(validating: pair[pair.index(after: equals)...], as: UTF8.self)
      else { continue }
      pairs.append((key, value))
    }
  }

  /// Creates an empty list.
  init() {}

  /// Appends a pair, its value cut at the first NUL, behind which nothing could be read.
  mutating func append(_ key: String, _ value: some CustomStringConvertible) {
    pairs.append((key, String(value.description.prefix { $0 != "\0" })))
  }

  /// Appends a pair unless there is no value.
  mutating func append(_ key: String, ifPresent value: (some CustomStringConvertible)?) {
    if let value { append(key, value) }
  }

  /// Writes all pairs.
  func encode(into writer: inout ByteWriter) {
    for (key, value) in pairs { writer.writeTerminated("\(key)=\(value)".utf8) }
  }
}
