// SPDX-License-Identifier: Apache-2.0

import Fuzzing
import Messages

@main enum FuzzReceipt: FuzzTarget {
  static func run(_ bytes: [UInt8]) {
    guard let receipt = Receipt(decoding: bytes) else { return }
    precondition(
      Receipt(decoding: receipt.encoded) == receipt, "what was written is not what is read")
  }
}
