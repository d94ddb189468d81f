// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import MessengerRelay

/// No message is on its way twice, none is left behind, and a message that must wait holds up no other one.
@Suite struct OutboxFlightTests {
  @Test func `a message goes once, and what follows comes behind the last one`() throws {
    var flight = OutboxFlight()
    #expect(flight.begin([1 as Int64, 2, 3], by: \.self) { _ in true } == [1, 2, 3])
    #expect(flight.last == 3 && flight.room == OutboxFlight.limit - 3)
    #expect(flight.begin([Int64](), by: \.self) { _ in true }.isEmpty)
    #expect(flight.last == 3)
  }

  @Test func `a look at all messages leaves out those that are on their way`() {
    var flight = OutboxFlight()
    _ = flight.begin([1 as Int64, 2, 3], by: \.self) { _ in true }
    flight.end(2)
    flight.restart()
    #expect(flight.last == 0)
    #expect(flight.begin([1 as Int64, 2, 3, 4], by: \.self) { _ in true } == [2, 4])
  }

  @Test func `a message that waits for something else goes after the next look`() {
    var flight = OutboxFlight()
    #expect(flight.begin([1 as Int64, 2, 3], by: \.self) { $0 != 2 } == [1, 3])
    #expect(flight.room == OutboxFlight.limit - 2)
    flight.restart()
    #expect(flight.begin([1 as Int64, 2, 3], by: \.self) { _ in true } == [2])
  }

  @Test func `a message that is not on its way is not asked about again while it is`() {
    var flight = OutboxFlight()
    var asked: [Int64] = []
    for _ in 0..<2 {
      _ = flight.begin([7 as Int64], by: \.self) { number in
        asked.append(number)
        return true
      }
      flight.restart()
    }
    #expect(asked == [7])
  }
}
