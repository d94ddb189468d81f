// SPDX-License-Identifier: Apache-2.0

import Wire

extension MessageName {
  /// Whether the name is that of a machine: its host name, in full or up to the first dot.
  ///
  /// Dots and blanks at the end do not make it another name.
  package func isMachine(_ hostName: String) -> Bool {
    guard let plain = try? MessageName(plain) else { return false }
    return [hostName, hostName.before(".")].contains {
      (try? MessageName($0)) == plain
    }
  }

  /// The name without the dots and blanks at its end.
  package var plain: String {
    // Byte by byte: each message passes here, and generic sequences take much longer.
    var bytes = Array(text.utf8)
    while let last = bytes.last, last == UInt8(ascii: ".") || last == UInt8(ascii: " ") {
      bytes.removeLast()
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
