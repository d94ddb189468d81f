// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import MessengerRelay

/// A relay tries again soon after one failure, and does not press servers that go on failing.
@Suite struct RetryPauseTests {
  @Test func `each pause is twice as long as the one before, up to a limit`() {
    var pause = RetryPause()
    let pauses = (0..<9).map { _ in pause.next() }
    #expect(pauses.prefix(3) == [.milliseconds(250), .milliseconds(500), .seconds(1)])
    #expect(pauses.suffix(2) == [RetryPause.longest, RetryPause.longest])
    pause.reset()
    #expect(pause.next() == RetryPause.shortest)
  }
}
