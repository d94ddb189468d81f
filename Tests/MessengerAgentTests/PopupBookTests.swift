// SPDX-License-Identifier: Apache-2.0

import Inbox
import Messages
import Testing

@testable import MessengerAgent

/// Which popup shows what.
@Suite struct PopupBookTests {
  private let ids = (0..<3).map { _ in MessageID() }
  private func popup(_ number: Int) -> PopupID { PopupID(rawValue: UInt32(number)) }

  @Test func `a popup shows what was noted last, and a message is where it was noted last`() {
    var book = PopupTable()
    book.note(popup(1), shows: .message(ids[0]))
    book.note(popup(1), shows: .message(ids[1]))
    #expect(book.content(of: popup(1))?.messages == [ids[1]])
    #expect(book.popup(of: ids[0]) == nil)
    book.note(popup(2), shows: .message(ids[1]))
    _ = book.remove(popup(1))
    #expect(book.popup(of: ids[1]) == popup(2))
  }

  @Test func `repeats go with the message they repeat, once each`() {
    var book = PopupTable()
    book.note(popup(1), shows: .message(ids[0]))
    book.note(popup(1), repeats: [ids[1]], of: ids[0])
    book.note(popup(2), repeats: [ids[2], ids[0]], of: ids[0])
    #expect(book.content(of: popup(2))?.messages == ids)
    #expect(book.popup(of: ids[0]) == popup(2))
  }

  @Test func `a burst has its popup until it is gone`() {
    var book = PopupTable()
    let burst = PopupPlan.Burst(.user(1000))
    book.note(popup(1), shows: .burst(burst))
    #expect(book.popup(of: burst) == popup(1))
    #expect(book.content(of: popup(1))?.messages == [])
    #expect(book.remove(popup(1)) == .burst(burst))
    #expect(book.remove(popup(1)) == nil)
    #expect(book.popup(of: burst) == nil)
  }

  @Test func `the oldest is forgotten when there are too many`() {
    var book = PopupTable()
    for number in 0...PopupTable.capacity { book.note(popup(number), shows: .digest) }
    #expect(book.all.count == PopupTable.capacity)
    #expect(book.content(of: popup(0)) == nil)
    book.removeAll()
    #expect(book.all.isEmpty)
  }
}
