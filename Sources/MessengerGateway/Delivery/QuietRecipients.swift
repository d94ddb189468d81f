// SPDX-License-Identifier: Apache-2.0

/// The recipients whose mailslots do not work now: messages for them go directly to the spool.
struct QuietRecipients {
  /// How long a mailslot that was full is not tried again.
  static let fullTime = Duration.seconds(1)

  private var silent: Set<UInt32> = []
  private var full: [UInt32: ContinuousClock.Instant] = [:]

  /// Whether messages for a recipient go directly to the spool.
  mutating func contains(_ userID: UInt32, at now: ContinuousClock.Instant) -> Bool {
    if let end = full[userID], end <= now { full[userID] = nil }
    return silent.contains(userID) || full[userID] != nil
  }

  /// Notes that a recipient did not answer in time.
  ///
  /// - Returns: Whether that is new; then the caller waits for the answer and calls ``endSilence(of:)``.
  mutating func beginSilence(of userID: UInt32) -> Bool { silent.insert(userID).inserted }

  /// Notes that a recipient has answered, or that its agent has ended and another may run.
  mutating func endSilence(of userID: UInt32) { silent.remove(userID) }

  /// Notes that a mailslot was full.
  mutating func noteFull(_ userID: UInt32, at now: ContinuousClock.Instant) {
    full[userID] = now + QuietRecipients.fullTime
  }
}
