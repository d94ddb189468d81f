// SPDX-License-Identifier: Apache-2.0

/// The lines of a file like passwd(5) or group(5) in which a field, counted from 0, begins with a key, or
/// with zeros and the key.
///
/// The caller splits only these lines into fields. Each message needs two look-ups, and to split all lines
/// takes many times longer than to compare their bytes.
struct DatabaseLines: Sequence, IteratorProtocol {
  private var rest: ArraySlice<UInt8>
  private let key: String
  private let field: Int

  init(_ bytes: [UInt8], with key: String, in field: Int) {
    rest = bytes[...]
    self.key = key
    self.field = field
  }

  mutating func next() -> ArraySlice<UInt8>? {
    while !rest.isEmpty {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      rest = rest[line.endIndex...].dropFirst()
      if mayMatch(line) { return line }
    }
    return nil
  }

  private func mayMatch(_ line: ArraySlice<UInt8>) -> Bool {
    var rest = line
    for _ in 0..<field { rest = rest.drop { $0 != UInt8(ascii: ":") }.dropFirst() }
    return rest.starts(with: key.utf8)
      || rest.drop { $0 == UInt8(ascii: "0") }.starts(with: key.utf8)
  }
}
