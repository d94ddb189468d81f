// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import MessengerRelay

/// When the relay lists a part of the stream; times are seconds since its start.
struct ListScheduleTests {
  private let start = ContinuousClock.now
  private var schedule: ListSchedule

  init() { schedule = ListSchedule(at: start) }

  /// Notes a look at a time, and expects the time of the next list.
  private mutating func note(
    at time: Int, didList: Bool = false, settled: (Int, Int) = (0, 0), retry: Int? = nil, next: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    schedule.note(
      didList: didList, settledCount: settled, retry: retry.map { .seconds($0) },
      at: start + .seconds(time))
    #expect(start.duration(to: schedule.next) == .seconds(next), sourceLocation: sourceLocation)
  }

  @Test mutating func `it lists at the start, and every ten minutes when nothing comes`() {
    #expect(schedule.isDue(at: start))
    note(at: 1, didList: true, next: 601)
    #expect(!schedule.isDue(at: start + .seconds(600)))
    #expect(schedule.isDue(at: start + .seconds(601)))
    note(at: 100, next: 601)
  }

  @Test mutating func `the position follows half a minute after the last live message`() {
    note(at: 0, didList: true, next: 600)
    note(at: 10, settled: (0, 1), next: 40)
    note(at: 20, settled: (1, 3), next: 50)
    // A look that finds nothing new postpones nothing.
    note(at: 30, settled: (3, 3), next: 50)
    note(at: 50, didList: true, settled: (3, 0), next: 650)
  }

  @Test mutating func `many live messages do not postpone the list for ever`() {
    note(at: 0, didList: true, next: 600)
    note(at: 10, settled: (0, 9_999), next: 40)
    note(at: 20, settled: (9_999, 10_000), next: 40)
  }

  @Test mutating func `a list that failed is tried again, and live messages do not postpone it`() {
    note(at: 1, didList: true, retry: 5, next: 6)
    note(at: 3, settled: (0, 2), next: 6)
    note(at: 6, didList: true, settled: (2, 2), retry: 5, next: 11)
    note(at: 11, didList: true, settled: (2, 0), next: 611)
    note(at: 20, settled: (0, 1), next: 50)
  }

  @Test mutating func `a live message that was not settled brings the next list forward`() {
    note(at: 0, didList: true, next: 600)
    note(at: 10, retry: 60, next: 70)
    // It can only come with a list now.
    note(at: 20, settled: (0, 1), next: 50)
    note(at: 30, settled: (1, 2), next: 50)
    // A later failure does not postpone it.
    note(at: 31, retry: 60, next: 50)
  }
}
