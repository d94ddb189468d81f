// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Fleet

/// What a server says about a message that a consumer delivers.
@Suite struct ConsumerDeliveryTests {
  @Test(arguments: [
    "$JS.ACK.MSGR_lab.web1.1.70.3.1700000000000000001.5",
    "$JS.ACK.domain.account.MSGR_lab.web1.1.70.3.1700000000000000001.5",
    "$JS.ACK.domain.account.MSGR_lab.web1.1.70.3.1700000000000000001.5.random",
  ])
  func `both forms are read`(subject: String) throws {
    let delivery = try #require(ConsumerDelivery(subject))
    #expect(delivery.consumer == "MSGR_lab.web1" && delivery.number == 3)
    #expect(delivery.place == StreamPlace(sequence: 70, time: 1_700_000_000_000_000_001))
  }

  @Test(arguments: [
    "", "_INBOX_web1.7", "$JS.ACK.MSGR_lab.web1.1.70.3.17", "$JS.ACK.MSGR_lab.web1.1.0.3.17.5",
    "$JS.ACK.MSGR_lab.web1.1.-70.3.17.5", "$JS.ACK.MSGR_lab.web1.1.x.3.17.5",
    "$JS.ACK.MSGR_lab.web1.1.99999999999999999999.3.17.5", "$JS.NAK.MSGR_lab.web1.1.70.3.17.5",
    "$JS.ACK.domain.MSGR_lab.web1.1.70.3.17.5",
  ])
  func `all else is refused`(subject: String) { #expect(ConsumerDelivery(subject) == nil) }

  @Test func `a page without its first message goes on behind it`() {
    let places = [4, 9].map { StreamPlace(sequence: $0, time: 1) }
    var page = StreamPage()
    for place in places { page.add(nil, at: place) }
    #expect(page.first == places[0] && page.last == places[1])
    #expect(page.withoutFirst.last == places[1])
  }
}
