// SPDX-License-Identifier: Apache-2.0

import MessageDelivery
import Messages

/// What a command line of `netsend` asks for.
struct SendOptions: Equatable {
  /// The delivery; its text, account name and deadline are filled in later.
  var request = DeliveryRequest()

  /// The text, or `nil` to read it from standard input.
  var text: String?

  /// The arguments of which the text is made, by their indices.
  var textIndices = 0..<0

  /// The state to wait for, if one is given.
  var goal: MessageState?

  /// Whether to wait for what the recipient does with the message.
  var waitsForRecipient = false

  /// How long the program may run, or `nil` for what suits the goal.
  var timeLimit: Duration?

  /// The form of what is printed, or `nil` for what suits standard output.
  var style: DeliveryReport.Style?

  /// Whether the message's identifier is printed.
  var printsID = false

  /// What may not be what the sender means, a line each.
  var warnings: [String] = []

  /// The time limit, if the command line gives none, behind which the delivery ends.
  ///
  /// - Parameter now: The time. A message for later reaches no further state than stored before that.
  func usualTimeLimit(at now: UnixTime) -> Duration {
    let limit = DeliveryRequest.timeLimit(for: request.goal)
    guard request.goal != .stored, let due = request.attributes.due else { return limit }
    return limit + .milliseconds(max(0, due.milliseconds(since: now)))
  }
}
