// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
public import Logging
import NetBIOS

/// Counts what was taken and what was refused, and logs what is worth it.
///
/// Strangers decide how much there is to say: each refusal is a line only for whoever debugs, and
/// warnings about one thing come at most every few seconds.
public final class Metrics: Sendable {
  private struct State {
    var counts: [String: Int] = [:]
    var warned: [String: ContinuousClock.Instant] = [:]
  }

  /// How long a warning is not repeated.
  static let warningInterval = Duration.seconds(10)

  private static let maximumWarningCount = 256

  private let log: Logger
  private let state = Guarded(State())

  /// Creates a tally of nothing.
  public init(log: Logger) {
    self.log = log
  }

  /// How often each thing happened, by its word.
  public var counts: [String: Int] { state.withLock { $0.counts } }

  /// Counts what was taken.
  func count(_ word: String) {
    state.withLock { $0.counts[word, default: 0] += 1 }
  }

  /// Counts what was refused.
  func refuse(_ refusal: PacketRefusal, from source: IPv4Address) {
    count(refusal.word)
    log.debug("refused", metadata: ["from": "\(source)", "why": "\(refusal)"])
  }

  /// Says what an administrator should know, unless the same was just said.
  ///
  /// - Parameter subject: What makes two warnings the same.
  func warn(
    _ text: Logger.Message, about subject: String, _ metadata: Logger.Metadata,
    at now: ContinuousClock.Instant = .now
  ) {
    let isNew = state.withLock { state in
      if let last = state.warned[subject], last.advanced(by: Metrics.warningInterval) > now {
        return false
      }
      if state.warned.count >= Metrics.maximumWarningCount { state.warned.removeAll() }
      state.warned[subject] = now
      return true
    }
    if isNew { log.warning(text, metadata: metadata) }
  }

  /// Says what is no cause for worry.
  func note(_ text: Logger.Message, _ metadata: Logger.Metadata) {
    log.info(text, metadata: metadata)
  }
}
