// SPDX-License-Identifier: Apache-2.0

import Messages

/// What the one popup of a burst says.
struct BurstSummary {
  /// The sender of the last message, as popups show it.
  let sender: String

  /// How many messages there are.
  let count: Int

  /// The highest urgency among them.
  let urgency: Urgency
}
