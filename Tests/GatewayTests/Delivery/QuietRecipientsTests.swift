// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import MessengerGateway

@Suite struct QuietRecipientsTests {
  let now = ContinuousClock.now

  @Test func `who does not answer is left alone until the answer comes`() {
    var quiet = QuietRecipients()
    let isNew = quiet.beginSilence(of: 7)
    let isNewAgain = quiet.beginSilence(of: 7)
    #expect(isNew && !isNewAgain)
    let (seven, eight) = (
      quiet.contains(7, at: now + .seconds(3600)), quiet.contains(8, at: now)
    )
    #expect(seven && !eight)
    quiet.endSilence(of: 7)
    let after = quiet.contains(7, at: now)
    #expect(!after)
  }

  @Test func `a full mailslot is tried again after a second`() {
    var quiet = QuietRecipients()
    quiet.noteFull(7, at: now)
    let (early, late) = (
      quiet.contains(7, at: now + .milliseconds(999)), quiet.contains(7, at: now + .seconds(1))
    )
    #expect(early && !late)
  }
}
