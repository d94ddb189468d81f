// SPDX-License-Identifier: Apache-2.0

import NetBIOS

/// How much of something there is, in total and of each address, beside how much there may be.
struct CountBySource {
  private let total: Int
  private let perSource: Int
  private var count = 0
  private var counts: [IPv4Address: Int] = [:]

  init(total: Int, perSource: Int) {
    self.total = total
    self.perSource = perSource
  }

  /// Whether there may be one more of an address.
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
