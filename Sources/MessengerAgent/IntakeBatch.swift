// SPDX-License-Identifier: Apache-2.0

import Messages

/// Arrivals that were looked at, with those among them that are to be stored.
struct IntakeBatch: Sendable {
  /// What has arrived, in its order.
  private(set) var arrivals: [Arrival] = []

  /// What becomes of each arrival, if those that were admitted can be stored.
  private(set) var outcomes: [Intake.Outcome] = []

  /// What is to be stored.
  private(set) var deliveries: [Delivery] = []

  /// Which arrival each delivery belongs to.
  private(set) var indices: [Int] = []

  /// Adds an arrival that is to be stored.
  mutating func append(_ arrival: Arrival, _ delivery: Delivery) {
    deliveries.append(delivery)
    indices.append(arrivals.count)
    append(arrival, .stored)
  }

  /// Adds an arrival of which nothing is to be stored.
  mutating func append(_ arrival: Arrival, _ outcome: Intake.Outcome) {
    arrivals.append(arrival)
    outcomes.append(outcome)
  }
}
