// SPDX-License-Identifier: Apache-2.0

/// What has just been seen: a sender with several networks sends a copy on each, and nmbd hands each
/// broadcast over twice.
///
/// Equal are writes with the same source name, mailslot and bytes (C93); the source's address is not
/// looked at, since each copy has another one. The window begins with the first copy, so that a text
/// repeated every second is not lost but for a second.
public struct DuplicateFilter: Sendable {
  private let window: Duration
  private let capacity: Int
  private var seen: [(hash: Int, time: ContinuousClock.Instant)] = []

  /// Creates a filter that has seen nothing.
  ///
  /// - Parameters:
  ///   - window: For how long a copy is a copy.
  ///   - capacity: How many writes are remembered; the oldest is forgotten for a new one.
  public init(window: Duration = .seconds(2), capacity: Int = 256) {
    self.window = window
    self.capacity = capacity
  }

  /// Whether the write is to be taken: false for a copy.
  public mutating func admits(
    source: NetBIOSName, mailslot: some Sequence<UInt8>, payload: [UInt8],
    at now: ContinuousClock.Instant
  ) -> Bool {
    // Hashes are keyed anew in each process, so nobody outside can make two writes collide.
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
