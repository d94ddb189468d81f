// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import AgentPolicy

/// When the popups of bursts are drawn.
@Suite struct SummaryScheduleTests {
  private let start = ContinuousClock.now
  private let bob = PopupPlan.Burst.user(1)
  private let eve = PopupPlan.Burst.user(2)

  private func summary(_ count: Int, _ urgency: Urgency = .normal) -> BurstSummary {
    BurstSummary(sender: "bob", count: count, urgency: urgency)
  }

  @Test func `a burst is drawn at once, and then every half second`() {
    var schedule = SummarySchedule()
    schedule.expect(summary(2), of: bob, at: start)
    #expect(schedule.due(at: start, all: false) == [bob])
    schedule.noteDrawing(of: bob, at: start)
    #expect(schedule.due(at: start, all: true) == [])
    schedule.expect(summary(3), of: bob, at: start)
    schedule.expect(summary(2), of: eve, at: start)
    #expect(schedule.due(at: start + .milliseconds(500), all: false) == [eve])
    #expect(schedule.due(at: start + .milliseconds(500), all: true) == [bob, eve])
    #expect(schedule.due(at: start + .milliseconds(501), all: false) == [bob, eve])
  }

  @Test func `a summary that waits keeps its highest urgency`() {
    var schedule = SummarySchedule()
    schedule.expect(summary(2, .critical), of: bob, at: start)
    schedule.expect(summary(3), of: bob, at: start)
    #expect(schedule[bob]?.count == 3)
    #expect(schedule[bob]?.urgency == .critical)
    schedule.cancel(bob)
    #expect(schedule[bob] == nil)
  }

  @Test func `a line about a burst waits for a pause, but not for ever`() {
    var schedule = SummarySchedule()
    #expect(schedule.settling == nil)
    schedule.expect(summary(2), of: bob, at: start)
    #expect(schedule.settling == start + .seconds(1))
    #expect(schedule.settled(at: start + .milliseconds(999)) == [])
    for tenths in 1...98 {
      schedule.expect(summary(2 + tenths), of: bob, at: start + .milliseconds(100 * tenths))
    }
    #expect(schedule.settled(at: start + .milliseconds(9_999)) == [])
    #expect(schedule.settling == start + .seconds(10))
    #expect(schedule.settled(at: start + .seconds(10)) == [bob])
    schedule.noteDrawing(of: bob, at: start + .seconds(10))
    #expect(schedule.settling == nil)
  }
}
