// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import AgentPolicy

/// Which popup shows what.
@Suite struct PopupTableTests {
  private let ids = (0..<3).map { _ in MessageID() }
  private let now = ContinuousClock.now
  private func popup(_ number: Int) -> PopupID { PopupID(rawValue: UInt32(number)) }

  @Test func `the last note about a popup and about a message counts`() {
    var table = PopupTable()
    table.note(popup(1), shows: .message(ids[0]), at: now)
    table.note(popup(1), shows: .message(ids[1]), at: now)
    #expect(table.content(of: popup(1))?.messages == [ids[1]])
    #expect(table.popup(of: ids[0]) == nil)
    table.note(popup(2), shows: .message(ids[1]), at: now)
    _ = table.remove(popup(1))
    #expect(table.popup(of: ids[1]) == popup(2))
  }

  @Test func `repeats go with the message they repeat, once each`() {
    var table = PopupTable()
    table.note(popup(1), shows: .message(ids[0]), at: now)
    table.note(popup(1), repeats: [ids[1]], of: ids[0], at: now)
    table.note(popup(2), repeats: [ids[2], ids[0]], of: ids[0], at: now)
    #expect(table.content(of: popup(2))?.messages == ids)
    #expect(table.popup(of: ids[0]) == popup(2))
  }

  @Test func `a burst keeps its popup until the popup is gone`() {
    var table = PopupTable()
    let burst = PopupPlan.Burst(.user(1000))
    table.note(popup(1), shows: .burst(burst), at: now)
    #expect(table.popup(of: burst) == popup(1))
    #expect(table.content(of: popup(1))?.messages == [])
    #expect(table.remove(popup(1)) == .burst(burst))
    #expect(table.remove(popup(1)) == nil)
    #expect(table.popup(of: burst) == nil)
  }

  @Test func `a full table forgets its oldest popup`() {
    var table = PopupTable()
    for number in 0...PopupTable.capacity { table.note(popup(number), shows: .digest, at: now) }
    #expect(table.all.count == PopupTable.capacity)
    #expect(table.content(of: popup(0)) == nil)
    table.removeAll()
    #expect(table.all.isEmpty)
  }

  @Test func `a popup that left the screen is known, and its message has no popup there`() throws {
    var attributes = MessageAttributes()
    attributes.receipt = [.answered]
    let question = try #require(
      ShownQuestion(
        Delivery(
          id: ids[1], message: Message(from: "", to: "", text: "", attributes: attributes),
          sender: 1, senderName: "", origin: .mailslot, arrival: UnixTime(milliseconds: 0)),
        at: UnixTime(milliseconds: 0)))
    var table = PopupTable()
    table.note(popup(1), shows: .message(ids[0]), at: now)
    table.note(popup(2), shows: .message(ids[1]), asking: question, at: now)
    #expect(table.leave(popup(1)) == .message(ids[0]))
    #expect(table.leave(popup(2)) == .message(ids[1]))
    #expect(table.leave(popup(3)) == nil)
    #expect(table.content(of: popup(1)) == .message(ids[0]))
    #expect(table.popup(of: ids[0]) == nil)
    // A question in the history of the server is closed when it is answered elsewhere.
    #expect(table.all.map(\.popup) == [popup(2)])
    #expect(table.questions.isEmpty)
  }

  @Test func `a popup is new for a second`() {
    var table = PopupTable()
    table.note(popup(1), shows: .digest, at: now)
    #expect(table.isNew(popup(1), at: now + .milliseconds(999)))
    #expect(!table.isNew(popup(1), at: now + .seconds(1)))
    #expect(!table.isNew(popup(2), at: now))
  }
}
