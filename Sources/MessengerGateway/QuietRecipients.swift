// SPDX-License-Identifier: Apache-2.0

/// The recipients whose mailslots are of no use now: messages for them go straight to the spool.
struct QuietRecipients {
  /// For how long a mailslot that was full is not tried again.
  static let fullTime = Duration.seconds(1)

  private var silent: Set<UInt32> = []
  private var full: [UInt32: ContinuousClock.Instant] = [:]

  /// Whether a recipient's mailslot is not to be tried.
  mutating func contains(_ userID: UInt32, at now: ContinuousClock.Instant) -> Bool {
    if let end = full[userID], end <= now { full[userID] = nil }
    return silent.contains(userID) || full[userID] != nil
  }

  /// Notes that a recipient did not answer in time.
  ///
  /// - Returns: Whether that is new; then somebody must notice the answer and call ``endSilence(of:)``.
  mutating func beginSilence(of userID: UInt32) -> Bool { silent.insert(userID).inserted }

  /// Notes that a recipient has answered after all, or that a new one can have taken its place.
  mutating func endSilence(of userID: UInt32) { silent.remove(userID) }

  /// Notes that a mailslot was full.
  mutating func noteFull(_ userID: UInt32, at now: ContinuousClock.Instant) {
    full[userID] = now + QuietRecipients.fullTime
  }
}
