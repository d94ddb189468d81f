// SPDX-License-Identifier: Apache-2.0

/// When the agent asks the bus to start a popup daemon: a series of attempts with growing pauses.
///
/// | what happens | what follows |
/// |---|---|
/// | a popup has to be shown, and no daemon is there | an attempt, or the rest of a pause |
/// | an attempt ends, and its daemon shows nothing | a pause, longer each time |
/// | the last attempt of the series has ended | nothing, until a new message comes |
/// | a new message comes after the series | a new series, a minute after the last one at the earliest |
/// | a popup is shown | the next attempt is the first of a new series, at once |
///
/// So a daemon that cannot start costs a few attempts a minute while messages come, and nothing
/// afterwards. One that leaves when it has nothing to show is started again at once.
package struct StartAttempts: Equatable, Sendable {
  /// What to do when a popup has to be shown.
  package enum Decision: Equatable, Sendable {
    /// Ask the bus to start the daemon now, and call `noteEnd` afterwards.
    case start

    /// Ask again at this time.
    case wait(until: ContinuousClock.Instant)

    /// Do nothing: an attempt is under way, or the series is used up.
    case none
  }

  /// The usual pauses: five attempts in about half a minute.
  package static let usualPauses: [Duration] = [
    .seconds(1), .seconds(3), .seconds(8), .seconds(20),
  ]

  /// The number of attempts since a popup was shown, or since the series began.
  package private(set) var count = 0

  private let pauses: [Duration]
  private let interval: Duration
  private var isUnderWay = false
  private var isUsedUp = false
  private var hasNews = false
  private var isWanted = false
  private var next: ContinuousClock.Instant?

  /// Creates the state before the first attempt.
  ///
  /// - Parameters:
  ///   - pauses: The pause after each attempt but the last.
  ///   - interval: The shortest time between two series.
  package init(
    pauses: [Duration] = StartAttempts.usualPauses, interval: Duration = .seconds(60)
  ) {
    self.pauses = pauses
    self.interval = interval
  }

  /// Decides what to do because a popup has to be shown and no daemon is there.
  package mutating func request(at now: ContinuousClock.Instant) -> Decision {
    guard !isUnderWay else { return .none }
    isWanted = isUsedUp
    if isUsedUp && !hasNews { return .none }
    if let next, now < next { return .wait(until: next) }
    if isUsedUp { self = StartAttempts(pauses: pauses, interval: interval) }
    isUnderWay = true
    count += 1
    return .start
  }

  /// Notes that an attempt has ended, with a daemon or without one.
  ///
  /// - Returns: When the next attempt is due, if no popup is shown until then; `nil` after the last one.
  package mutating func noteEnd(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
    isUnderWay = false
    guard count <= pauses.count else {
      (isUsedUp, hasNews, next) = (true, false, now + interval)
      return nil
    }
    next = now + pauses[count - 1]
    return next
  }

  /// Takes an attempt back: the bus knows no daemon that it could start.
  package mutating func noteImpossible() {
    self = StartAttempts(pauses: pauses, interval: interval)
  }

  /// Notes that a message has come, which may begin a new series.
  ///
  /// - Returns: When to call `request` again, if a popup has waited in vain.
  package mutating func noteMessage(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
    guard isUsedUp else { return nil }
    hasNews = true
    return isWanted ? next.map { max($0, now) } : nil
  }

  /// Notes that a daemon has shown a popup.
  package mutating func noteShown() {
    guard !isUnderWay else { return }
    self = StartAttempts(pauses: pauses, interval: interval)
  }
}
