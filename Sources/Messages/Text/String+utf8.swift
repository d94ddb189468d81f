// SPDX-License-Identifier: Apache-2.0

extension String {
  /// The text of bytes that are UTF-8; `nil` where they are not.
  init?(utf8 bytes: ArraySlice<UInt8>) {
    // Most names and keys are ASCII, which needs no validation.
    if bytes.allSatisfy({ $0 < 0x80 }) {
      self.init(decoding: bytes, as: UTF8.self)
    } else {
      self.init(validating: bytes, as: UTF8.self)
    }
  }
}
