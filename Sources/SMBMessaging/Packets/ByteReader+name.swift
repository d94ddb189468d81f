// SPDX-License-Identifier: Apache-2.0

import Wire

extension ByteReader {
  /// Reads a name up to its NUL; control bytes are refused, no code page has letters there.
  mutating func readName(_ field: String, limit: Int) throws(WireError) -> [UInt8] {
    let start = offset
    let name = Array(try readTerminated(field, limit: limit))
    for (index, byte) in name.enumerated() where byte < 0x20 || byte == 0x7F {
      throw WireError(.unexpected(value: UInt64(byte)), in: field, at: start + index)
    }
    return name
  }
}
