// SPDX-License-Identifier: Apache-2.0

import Messages

/// Arrivals that the intake has read, with the deliveries among them that it stores.
package struct IntakeBatch: Sendable {
  /// The arrivals, in their order.
  package private(set) var arrivals: [Arrival] = []

  /// What happens to each arrival, if the admitted ones can be stored.
  private(set) var outcomes: [Intake.Outcome] = []

  /// The deliveries to store.
  private(set) var deliveries: [Delivery] = []

  /// The index of each delivery's arrival.
  private(set) var indices: [Int] = []

  /// Creates an empty batch.
  package init() {}

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
