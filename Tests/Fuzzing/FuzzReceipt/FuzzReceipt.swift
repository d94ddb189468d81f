// SPDX-License-Identifier: Apache-2.0

import Fuzzing
import Messages

@main enum FuzzReceipt: FuzzTarget {
  static func run(_ bytes: [UInt8]) {
    guard let receipt = Receipt(decoding: bytes) else { return }
    // Encoding sanitises an answer; doing it again changes nothing.
    let written = receipt.encoded
    precondition(
      Receipt(decoding: written)?.encoded == written, "what was written is not what is read")
  }
}
