// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Inbox

/// How much of a spool one user may fill.
@Suite struct SpoolShareTests {
  /// Whether a share has room for messages of these sizes, one after the other.
  private func answers(_ sizes: [Int64]) -> [Bool] {
    var share = SpoolShare()
    return sizes.map { share.addMessage(ofSize: $0) }
  }

  @Test func `the number of messages has a limit`() {
    let answers = answers(Array(repeating: 1, count: SpoolShare.maximumCount + 1))
    #expect(answers.dropLast().allSatisfy { $0 })
    #expect(answers.last == false)
  }

  @Test func `the bytes of messages have a limit, and a smaller message may still fit`() {
    let most = SpoolShare.maximumByteCount
    #expect(answers([most - 1, 2, 1, 1]) == [true, false, true, false])
  }

  @Test(arguments: [(Int64.max, false), (Int64.min, true), (-1, true)])
  func `no size makes it trap`(size: Int64, isTaken: Bool) {
    #expect(answers([size, 1]) == [isTaken, true])
  }

  @Test func `unfinished files have a limit of their own`() {
    var share = SpoolShare()
    let answers = (0...SpoolShare.maximumUnfinishedCount).map { _ in share.addUnfinished() }
    #expect(answers.dropLast().allSatisfy { $0 })
    #expect(answers.last == false)
  }
}
