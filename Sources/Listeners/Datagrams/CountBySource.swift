// SPDX-License-Identifier: Apache-2.0

import NetBIOS

/// How many deliveries are under way, in total and of each address, and how many there may be.
///
/// It is not a rate limit (`BucketTable`): room comes back when a delivery ends, not as time passes.
struct CountBySource {
  private let total: Int
  private let perSource: Int
  private var count = 0
  private var counts: [IPv4Address: Int] = [:]

  init(total: Int, perSource: Int) {
    self.total = total
    self.perSource = perSource
  }

  /// Whether there is room for one more of an address.
  func hasRoom(for source: IPv4Address) -> Bool {
    count < total && counts[source, default: 0] < perSource
  }

  mutating func add(_ source: IPv4Address) {
    count += 1
    counts[source, default: 0] += 1
  }

  mutating func remove(_ source: IPv4Address) {
    guard let old = counts[source] else { return }
    count -= 1
    counts[source] = old > 1 ? old - 1 : nil
  }
}
