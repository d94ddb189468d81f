// SPDX-License-Identifier: Apache-2.0

import Foundation
import Messages

extension MessageID {
  /// The identifier's 16 bytes, as they stand in the database.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    var high: UInt8?
    for digit in description.utf8 {
      let value = digit <= 0x39 ? digit - 0x30 : digit - 0x57
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return bytes
  }

  /// The same bytes for GRDB.
  var data: Data { Data(bytes) }

  /// Reads an identifier from its bytes; `nil` unless they are 16.
  init?(data: Data) {
    let digits = Array("0123456789abcdef".utf8)
    let text = data.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    self.init(String(decoding: text, as: UTF8.self))
  }
}
