// SPDX-License-Identifier: Apache-2.0

import Fuzzing
import Messages

@main enum FuzzMailslotBody: FuzzTarget {
  static func run(_ bytes: [UInt8]) {
    guard let body = try? MailslotBody(decoding: bytes, CodePage.cp437.decode) else { return }
    let shown = MessageText.displayed(body.message.text, limit: 100)
    precondition(shown.count <= 100, "a text that is too long is shown")
    guard let written = try? MailslotBody.encode(body.message) else { return }
    let read = try? MailslotBody(decoding: written, CodePage.cp437.decode)
    precondition(read?.message == body.message, "what was written is not what is read")
  }
}
