// SPDX-License-Identifier: Apache-2.0

import Messages

/// A message for one recipient, or why there can be none.
struct Parcel {
  let recipient: String
  let id: MessageID
  let content: Result<Sendoff, SendFailure>

  var sendoff: Sendoff? { try? content.get() }

  func outcome(goal: MessageState) -> SendOutcome {
    switch content {
    case .success(let sendoff): sendoff.outcome(for: recipient, goal: goal)
    case .failure(let failure): SendOutcome(recipient: recipient, id: id, result: .failure(failure))
    }
  }
}
