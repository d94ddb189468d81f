// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AgentSupport

@Suite struct SpoolBacklogTests {
  @Test func `one file of each sender is tried again, and all when there is room`() {
    var backlog = SpoolBacklog()
    for number in 0..<10 {
      let isNew = [backlog.insert("a\(number)", of: 1), backlog.insert("b\(number)", of: 2)]
      #expect(isNew == [true, true])
    }
    let names = (0..<10).flatMap { ["a\($0)", "b\($0)"] }
    #expect(names.allSatisfy(backlog.holdsBack))
    backlog.takeSamples()
    let samples = names.filter { !backlog.holdsBack($0) }
    #expect(samples.count == 2)
    // One sender is refused again, and was in the backlog; the other has room.
    let refused = samples.filter { $0.hasPrefix("a") }
    let isNew = refused.map { backlog.insert($0, of: 1) }
    #expect(isNew == [false])
    #expect(refused.allSatisfy(backlog.holdsBack))
    backlog.removeAll(of: 2)
    #expect(names.filter(backlog.holdsBack).allSatisfy { $0.hasPrefix("a") })
    #expect(backlog.count == 10)
  }

  @Test func `files that their owner has removed are forgotten`() {
    var backlog = SpoolBacklog()
    for number in 0..<1000 { _ = backlog.insert("\(number)", of: 1) }
    backlog.keep(["3", "5", "not ours"])
    #expect(backlog.count == 2)
    backlog.keep([])
    #expect(backlog.isEmpty)
  }
}
