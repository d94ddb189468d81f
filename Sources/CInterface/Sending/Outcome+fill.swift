// SPDX-License-Identifier: Apache-2.0

import CMessngr
import MessageDelivery
import Messages

extension msgr_outcome {
  /// Tells what became of a message: the first failure, or the first recipient's state.
  mutating func fill(_ outcomes: [DeliveryOutcome]) {
    recipients = UInt32(clamping: outcomes.count)
    for outcome in outcomes {
      if case .failure(let failure) = outcome.result {
        if failures == 0 { fill(outcome, failure) }
        failures += 1
      }
    }
    if failures == 0, let first = outcomes.first, case .success(let reached) = first.result {
      fill(first, reached)
    }
  }

  mutating func setReason(_ text: String) {
    unsafe withUnsafeMutableBytes(of: &reason) { unsafe CText.write(text, into: $0) }
  }

  private mutating func fill(_ outcome: DeliveryOutcome, _ failure: DeliveryFailure) {
    setIdentifier(of: outcome)
    code = UInt32(clamping: failure.code.rawValue)
    if case .notReached(_, let reached?) = failure { state = reached.number }
    setReason(failure.description)
  }

  private mutating func fill(_ outcome: DeliveryOutcome, _ reached: DeliveryOutcome.Reached) {
    setIdentifier(of: outcome)
    state = reached.state.number
    if reached.isInSpool { flags |= MSGR_IN_SPOOL }
    if !reached.isConfirmed { flags |= MSGR_UNCONFIRMED }
    unsafe withUnsafeMutableBytes(of: &answer) {
      unsafe CText.write(reached.answer ?? "", into: $0)
    }
  }

  private mutating func setIdentifier(of outcome: DeliveryOutcome) {
    unsafe withUnsafeMutableBytes(of: &id) {
      unsafe CText.write(outcome.id.description, into: $0)
    }
  }
}
