// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@Suite struct UnixTimeTests {
  static let extremes: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1, .max]

  @Test(arguments: extremes, extremes)
  func `neither a difference nor a later time overflows`(left: Int64, right: Int64) {
    let (one, other) = (UnixTime(milliseconds: left), UnixTime(milliseconds: right))
    let difference = one.milliseconds(since: other)
    #expect((difference > 0) == (left > right))
    #expect((difference < 0) == (left < right))
    let (exact, overflow) = left.subtractingReportingOverflow(right)
    if !overflow { #expect(difference == exact) }
    let later = one.advanced(bySeconds: right)
    #expect(right == 0 ? later == one : (later >= one) == (right > 0 || later == one))
    #expect(UnixTime(seconds: left, nanoseconds: 999_999_999).milliseconds >= .min)
  }

  @Test func `a file's time keeps its milliseconds`() {
    #expect(
      UnixTime(seconds: 1_800_000_000, nanoseconds: 123_456_789).milliseconds
        == 1_800_000_000_123)
  }
}
