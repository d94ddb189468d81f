// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
public import Logging
import NetBIOS

/// Counts accepted and refused packets and messages, and logs refusals.
///
/// Remote senders decide how many refusals there are. So a refusal is logged at debug level only, and a
/// warning about the same subject is logged at most every ten seconds.
public final class Metrics: Sendable {
  private struct State {
    var counts: [String: Int] = [:]
    var warned: [String: ContinuousClock.Instant] = [:]
  }

  /// The time within which a warning is not repeated.
  static let warningInterval = Duration.seconds(10)

  private static let maximumWarningCount = 256

  private let log: Logger
  private let state = Guarded(State())

  /// Creates metrics without counts.
  public init(log: Logger) {
    self.log = log
  }

  /// The counts by their labels.
  public var counts: [String: Int] { state.withLock { $0.counts } }

  /// Counts one event.
  func count(_ label: String) {
    state.withLock { $0.counts[label, default: 0] += 1 }
  }

  /// Counts and logs a refusal.
  func refuse(_ refusal: PacketRefusal, from source: IPv4Address) {
    count(refusal.label)
    log.debug("refused", metadata: ["from": "\(source)", "why": "\(refusal)"])
  }

  /// Logs a warning, unless one with the same subject was just logged.
  ///
  /// - Parameter subject: The text that equal warnings share.
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

  /// Logs a line at info level.
  func note(_ text: Logger.Message, _ metadata: Logger.Metadata) {
    log.info(text, metadata: metadata)
  }
}
