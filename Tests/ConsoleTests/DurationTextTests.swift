// SPDX-License-Identifier: Apache-2.0

import Console
import Testing

@Suite struct DurationTextTests {
  @Test(arguments: [
    ("0s", 0), ("500ms", 500), ("90s", 90_000), ("5m", 300_000), ("5min", 300_000),
    ("2h", 7_200_000), ("1d", 86_400_000), ("30d", 2_592_000_000), ("365 days", 31_536_000_000),
    ("1 day", 86_400_000), ("1w", 604_800_000), ("2 weeks", 1_209_600_000), ("10 s", 10_000),
    ("1h30m", 5_400_000), ("1h 30m", 5_400_000), ("1.5h", 5_400_000), ("0.25 s", 250),
    ("0.001s", 1), ("007s", 7000),
  ])
  func `a length of time has one notation`(text: String, milliseconds: Int64) {
    #expect(DurationText.milliseconds(text) == milliseconds)
    // A number with its unit means the same where a bare number has another one.
    #expect(DurationText.milliseconds(text, bareUnit: 1) == milliseconds)
  }

  @Test(arguments: [
    "", " ", "s", "h", "-1s", "+1s", "1", "1.s", ".5s", "1.0005s", "1x", "1S", "1 y", "1h30",
    "1h,30m",
    "٣s", "1e3s", "9999999999999999s", "999999999999999w", "1 s s", "forever",
  ])
  func `other texts are refused`(text: String) {
    #expect(DurationText.milliseconds(text) == nil)
  }

  @Test func `a bare number has the unit of the program`() {
    #expect(DurationText.milliseconds("90", bareUnit: 1000) == 90_000)
    #expect(DurationText.milliseconds("0.5", bareUnit: 1000) == 500)
    #expect(DurationText.milliseconds("5000", bareUnit: 1) == 5000)
    #expect(DurationText.milliseconds("5000") == nil)
    #expect(DurationText.milliseconds("1h30", bareUnit: 1000) == nil)
  }
}
