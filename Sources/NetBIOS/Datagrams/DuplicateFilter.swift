// SPDX-License-Identifier: Apache-2.0

/// Recognises copies of one mailslot write: a sender with several networks sends a copy on each, and
/// nmbd hands each broadcast over twice.
///
/// Two writes are equal when source name, mailslot and bytes are (C93). The source's address does not
/// count, because each copy has another one. The window begins with the first copy, so a text that a
/// sender repeats on purpose is refused only within that window.
public struct DuplicateFilter: Sendable {
  private let window: Duration
  private let capacity: Int
  private var seen: [(hash: Int, time: ContinuousClock.Instant)] = []

  /// Creates a filter that remembers no write.
  ///
  /// - Parameters:
  ///   - window: How long after a write an equal one counts as its copy.
  ///   - capacity: How many writes are remembered; the oldest is forgotten for a new one.
  public init(window: Duration = .seconds(2), capacity: Int = 256) {
    self.window = window
    self.capacity = capacity
  }

  /// Whether the receiver takes the write; false for a copy.
  public mutating func admits(
    source: NetBIOSName, mailslot: some Sequence<UInt8>, payload: [UInt8],
    at now: ContinuousClock.Instant
  ) -> Bool {
    // Each process has its own hash key, so no sender can make two writes collide.
    var hasher = Hasher()
    hasher.combine(source)
    hasher.combine(mailslot.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 })
    hasher.combine(payload)
    let hash = hasher.finalize()
    seen.removeAll { $0.time.advanced(by: window) <= now }
    guard !seen.contains(where: { $0.hash == hash }) else { return false }
    if seen.count >= capacity { seen.removeFirst() }
    seen.append((hash, now))
    return true
  }
}
