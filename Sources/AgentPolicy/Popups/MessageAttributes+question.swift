// SPDX-License-Identifier: Apache-2.0

import Messages

extension MessageAttributes {
  /// Whether the sender asks for an answer: it offers some, or it waits for one in words.
  var asksForAnswer: Bool { !actions.isEmpty || receipt.contains(.answered) }
}
