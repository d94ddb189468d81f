// SPDX-License-Identifier: Apache-2.0

import NetBIOS

/// The names on one network that could not be claimed, and when each is to be claimed again.
///
/// After each refusal the wait is twice as long. When the machine that has the name gives it up, the
/// wait is over.
struct NameRetries {
  /// How long the wait is after the first refusal, in which holders may give the name up.
  static let shortestWait = Duration.seconds(15)

  /// How long the wait is at most.
  static let longestWait = Duration.seconds(300)

  /// How long a refused name is not claimed, whatever is said: what says it can be forged.
  static let pause = Duration.seconds(1)

  private struct Refused {
    var holder: IPv4Address?
    var wait: Duration
    var time: ContinuousClock.Instant
    var due: ContinuousClock.Instant
  }

  private var refused: [NetBIOSName: Refused] = [:]

  /// When a name is due next; `nil` when none waits.
  var nextDeadline: ContinuousClock.Instant? { refused.values.map(\.due).min() }

  /// Whether a name may be claimed now.
  func admits(_ name: NetBIOSName, at now: ContinuousClock.Instant) -> Bool {
    refused[name].map { $0.due <= now } ?? true
  }

  /// Notes that a claim has failed.
  mutating func refuse(
    _ name: NetBIOSName, by holder: IPv4Address?, at now: ContinuousClock.Instant
  ) {
    let wait = min(
      refused[name].map { $0.wait * 2 } ?? NameRetries.shortestWait, NameRetries.longestWait)
    refused[name] = Refused(holder: holder, wait: wait, time: now, due: now + wait)
  }

  /// Notes that a name is claimed now, and not waited for.
  mutating func begin(_ name: NetBIOSName, at now: ContinuousClock.Instant) {
    refused[name]?.due = now + NameRetries.longestWait
  }

  /// Notes that a name is ours.
  mutating func remove(_ name: NetBIOSName) { refused[name] = nil }

  /// Forgets names that are not wanted any more.
  mutating func keep(_ names: [NetBIOSName]) { refused = refused.filter { names.contains($0.key) } }

  /// Notes that a machine gives a name up.
  mutating func release(_ name: NetBIOSName, by source: IPv4Address) {
    guard var entry = refused[name], entry.holder == source else { return }
    entry.due = min(entry.due, entry.time + NameRetries.pause)
    refused[name] = entry
  }
}
