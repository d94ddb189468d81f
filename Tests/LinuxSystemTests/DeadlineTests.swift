// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Testing

@Suite struct DeadlineTests {
  @Test(arguments: [nil, .seconds(Int64.max), .seconds(Int64.max / 1_000_000_000)] as [Duration?])
  func `a duration without an end is never over`(duration: Duration?) {
    let deadline = Deadline.after(duration)
    #expect(deadline == .never)
    #expect(!deadline.hasPassed)
    #expect(deadline.remaining == nil)
    #expect(deadline.pollTimeout == -1)
  }

  @Test(arguments: [.zero, .seconds(-1), .nanoseconds(-1)] as [Duration])
  func `a duration of zero or less is over at once`(duration: Duration) {
    let deadline = Deadline.after(duration)
    #expect(deadline.hasPassed)
    #expect(deadline.remaining == .zero)
    #expect(deadline.pollTimeout == 0)
  }

  @Test(
    arguments: [
      (.zero, 0), (.seconds(2), 2_000_000_000), (.milliseconds(-1500), -1_500_000_000),
      (Duration(secondsComponent: 1, attosecondsComponent: 1_999_999_999), 1_000_000_001),
      (.nanoseconds(Int64.max), .max), (.nanoseconds(Int64.min), .min),
      (.nanoseconds(Int64.max) + .nanoseconds(1), nil), (.seconds(Int64.max), nil),
    ] as [(Duration, Int64?)])
  func `a duration has whole nanoseconds, if they are a number of 64 bits`(
    duration: Duration, nanoseconds: Int64?
  ) {
    #expect(duration.nanoseconds == nanoseconds)
  }

  @Test func `the time that is left is rounded up to milliseconds`() throws {
    let deadline = Deadline.after(.seconds(1000))
    let left = try #require(deadline.remaining)
    #expect(left <= .seconds(1000) && left > .seconds(900))
    #expect((900_000...1_000_000).contains(deadline.pollTimeout))
    #expect(Deadline.after(.seconds(10_000_000)).pollTimeout == .max)
    #expect(!deadline.hasPassed)
  }

  @Test func `moments are in order, and their age grows`() {
    let start = Deadline.now
    #expect(start < Deadline.after(.seconds(1)))
    #expect(Deadline.after(.seconds(1)) < .never)
    #expect(!start.isOlder(than: .seconds(100)))
    #expect(start.isOlder(than: .seconds(-1)))
  }
}
