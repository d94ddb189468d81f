// SPDX-License-Identifier: Apache-2.0

/// When the relay lists a part of the stream, beside what comes live.
///
/// A list brings what has not come live, and moves the position. The list of many messages can take seconds, so it
/// waits until no more come live, unless something is missing.
struct ListSchedule: Equatable, Sendable {
  /// The time of the next list.
  private(set) var next: ContinuousClock.Instant

  /// Whether something is missing that only a list brings.
  private var isIncomplete = false

  /// The time between two lists, in case the servers have lost a live message.
  static let listInterval = Duration.seconds(600)

  /// The time after the last live message at which the position follows.
  static let moveInterval = Duration.seconds(30)

  /// How many messages are settled before the position follows, while more come.
  static let settledLimit = 10_000

  /// Begins with a list.
  init(at now: ContinuousClock.Instant) { next = now }

  /// Whether it is time for a list.
  func isDue(at now: ContinuousClock.Instant) -> Bool { now >= next }

  /// Notes a look at what there is.
  ///
  /// - Parameters:
  ///   - didList: Whether the look was a list; otherwise it took only what had come live.
  ///   - settledCount: How many messages were settled, before and after the look, that the position does not count.
  ///   - retry: The time after which a list has to bring what is missing; `nil` when nothing is.
  ///   - now: The end of the look.
  mutating func note(
    didList: Bool, settledCount: (before: Int, after: Int), retry: Duration?,
    at now: ContinuousClock.Instant
  ) {
    if retry != nil { isIncomplete = true } else if didList { isIncomplete = false }
    let usual = settledCount.after > 0 ? ListSchedule.moveInterval : ListSchedule.listInterval
    let isPostponed =
      !isIncomplete && settledCount.after > settledCount.before
      && settledCount.after < ListSchedule.settledLimit
    let time = now + (retry ?? usual)
    if didList || isPostponed || time < next { next = time }
  }
}
