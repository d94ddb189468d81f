// SPDX-License-Identifier: Apache-2.0

import Testing

/// What a notification server must do with messages: the columns of the table in the README.
enum Behaviour: String, CaseIterable, CustomTestStringConvertible {
  case text
  case urgency
  case question = "question answered"
  case inlineReply = "inline reply"
  case replace
  case retract
  case burst = "burst of 200"
  case frozen
  case killed
  case startedOnDemand = "started on demand"

  var testDescription: String { rawValue }
}
