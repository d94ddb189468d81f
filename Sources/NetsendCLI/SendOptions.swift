// SPDX-License-Identifier: Apache-2.0

import MessageDelivery

/// What a command line of `netsend` asks for.
struct SendOptions: Equatable {
  /// The delivery; its text, account name and deadline are filled in later.
  var request = DeliveryRequest()

  /// The text, or `nil` to read it from standard input.
  var text: String?

  /// How long the program may run, or `nil` for what suits the goal.
  var timeLimit: Duration?

  /// The form of what is printed.
  var style = DeliveryReport.Style.lines
}
