// SPDX-License-Identifier: Apache-2.0

import Fuzzing
import SMBMessaging
import Wire

@main enum FuzzMessageReply: FuzzTarget {
  static func run(_ bytes: [UInt8]) {
    guard let value = try? MessageReply(decoding: bytes), let written = try? value.encoded() else {
      return
    }
    precondition(
      (try? MessageReply(decoding: written)) == value, "what was written is not what is read")
  }
}
