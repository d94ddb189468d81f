// SPDX-License-Identifier: Apache-2.0

import Fuzzing
import SMBMessaging
import Wire

@main enum FuzzMessageRequest: FuzzTarget {
  static func run(_ bytes: [UInt8]) {
    var session = MessageSession()
    for _ in 0..<2 {
      if case .deliver = session.receive(bytes) { _ = session.conclude(.success) }
    }
    guard let value = try? MessageRequest(decoding: bytes), let written = try? value.encoded()
    else {
      return
    }
    precondition(
      (try? MessageRequest(decoding: written)) == value, "what was written is not what is read")
  }
}
