// SPDX-License-Identifier: Apache-2.0

import Messages

/// One popup for the many messages of a burst.
struct BurstSummary: Equatable, Sendable {
  /// Who sent the last of them, as it is shown.
  let sender: String

  /// How many there are.
  let count: Int

  /// The highest urgency among them.
  let urgency: Urgency
}
