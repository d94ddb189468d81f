// SPDX-License-Identifier: Apache-2.0

import NetBIOS

/// The names on one network whose claim was refused, and the time of the next claim of each.
///
/// Each refusal doubles the wait. The wait ends when the machine that owns the name gives it up.
struct NameRetries {
  /// The wait after the first refusal.
  static let shortestWait = Duration.seconds(15)

  /// The longest wait.
  static let longestWait = Duration.seconds(300)

  /// The wait even after a release of the name, because a release can be forged.
  static let waitAfterRelease = Duration.seconds(1)

  private struct Refused {
    var owner: IPv4Address?
    var wait: Duration
    var time: ContinuousClock.Instant
    var due: ContinuousClock.Instant
  }

  private var refused: [NetBIOSName: Refused] = [:]

  /// When the next name is due; `nil` when none waits.
  var nextDeadline: ContinuousClock.Instant? { refused.values.map { $0.due }.min() }

  /// Whether the machine may claim a name now.
  func admits(_ name: NetBIOSName, at now: ContinuousClock.Instant) -> Bool {
    refused[name].map { $0.due <= now } ?? true
  }

  /// Records that a claim was refused.
  mutating func refuse(
    _ name: NetBIOSName, by owner: IPv4Address?, at now: ContinuousClock.Instant
  ) {
    let wait = min(
      refused[name].map { $0.wait * 2 } ?? NameRetries.shortestWait, NameRetries.longestWait)
    refused[name] = Refused(owner: owner, wait: wait, time: now, due: now + wait)
  }

  /// Records that the machine claims a name now.
  mutating func begin(_ name: NetBIOSName, at now: ContinuousClock.Instant) {
    refused[name]?.due = now + NameRetries.longestWait
  }

  /// Records that this machine owns a name.
  mutating func remove(_ name: NetBIOSName) { refused[name] = nil }

  /// Forgets all names but these.
  mutating func keep(_ names: [NetBIOSName]) { refused = refused.filter { names.contains($0.key) } }

  /// Records that a machine gives a name up.
  mutating func release(_ name: NetBIOSName, by source: IPv4Address) {
    guard var entry = refused[name], entry.owner == source else { return }
    entry.due = min(entry.due, entry.time + NameRetries.waitAfterRelease)
    refused[name] = entry
  }
}
