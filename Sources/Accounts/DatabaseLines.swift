// SPDX-License-Identifier: Apache-2.0

/// The lines of a file like passwd(5) or group(5) that are worth taking apart: those in which a field,
/// counted from 0, begins with a key, or with zeros and the key.
///
/// To take a line apart costs much more than to look into it, every message asks twice, and people
/// stand at the end.
struct DatabaseLines: Sequence, IteratorProtocol {
  private var rest: ArraySlice<UInt8>
  private let key: String
  private let field: Int

  init(_ bytes: [UInt8], with key: String, in field: Int) {
    rest = bytes[...]
    self.key = key
    self.field = field
  }

  mutating func next() -> Substring? {
    while !rest.isEmpty {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      rest = rest[line.endIndex...].dropFirst()
      if mayBeWanted(line) { return Substring(decoding: line, as: UTF8.self) }
    }
    return nil
  }

  private func mayBeWanted(_ line: ArraySlice<UInt8>) -> Bool {
    var rest = line
    for _ in 0..<field { rest = rest.drop { $0 != UInt8(ascii: ":") }.dropFirst() }
    return rest.starts(with: key.utf8)
      || rest.drop { $0 == UInt8(ascii: "0") }.starts(with: key.utf8)
  }
}
