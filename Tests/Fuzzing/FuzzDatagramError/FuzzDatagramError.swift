// SPDX-License-Identifier: Apache-2.0

import Fuzzing
import NetBIOS
import Wire

@main enum FuzzDatagramError: FuzzTarget {
  static func run(_ bytes: [UInt8]) {
    guard let value = try? DatagramError(decoding: bytes), let written = try? value.encoded() else {
      return
    }
    precondition(
      (try? DatagramError(decoding: written)) == value, "what was written is not what is read")
  }
}
