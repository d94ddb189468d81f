// SPDX-License-Identifier: Apache-2.0

import Messages
import RateLimits
import Testing

@testable import AgentPolicy

@Suite struct BurstFoldingTests {
  /// A message, known by its number.
  struct Note: Sendable {
    var number: Int
    var sender = SenderKey.user(1)
    var urgency = Urgency.normal
    var fingerprint: Int?
    var replaces: Int?
  }

  let start = ContinuousClock.now

  static func id(_ number: Int) -> MessageID {
    let digits = String(number, radix: 16)
    return MessageID(String(repeating: "0", count: 32 - digits.count) + digits) ?? MessageID()
  }

  func folding(_ change: (inout PresentationPolicy) -> Void = { _ in }) -> BurstFolding {
    var policy = PresentationPolicy()
    policy.popupLimit = RateLimit(count: 3, per: .seconds(30))
    policy.criticalPopupLimit = RateLimit(count: 4, per: .seconds(30))
    change(&policy)
    return BurstFolding(policy)
  }

  /// Folds, and writes the popups in short: `1`, `2(1)` for 2 superseding 1, `2>1` for 2 in place of 1,
  /// `1×3` for a repeated message, `+4` for a summary.
  func fold(_ folding: inout BurstFolding, _ notes: [Note], at seconds: Int = 0) -> [String] {
    let messages = notes.map { note in
      UnshownMessage(
        id: Self.id(note.number), sender: note.sender, urgency: note.urgency,
        fingerprint: note.fingerprint, replaces: note.replaces.map(Self.id))
    }
    let plans = folding.fold(messages, at: start + .seconds(seconds))
    let covered = plans.flatMap(\.messages)
    #expect(covered.count == messages.count)
    #expect(Set(covered) == Set(messages.map(\.id)))
    return plans.map(Self.text)
  }

  static func text(_ plan: PopupPlan) -> String {
    func number(_ id: MessageID) -> String { String(Int(id.description, radix: 16) ?? -1) }
    switch plan {
    case .single(let id, let superseded, let old):
      let before = superseded.isEmpty ? "" : "(\(superseded.map(number).joined(separator: ",")))"
      return number(id) + before + (old.map { ">" + number($0) } ?? "")
    case .repeated(let first, _, let count): return "\(number(first))×\(count)"
    case .summary(.user(let userID), _, let count, let urgency):
      return "\(userID)+\(count)\(urgency == .critical ? "!" : "")"
    case .summary(.usersWithoutAccount, _, let count, _): return "crowd+\(count)"
    case .summary(.network, _, let count, _): return "network+\(count)"
    }
  }

  static func notes(_ numbers: ClosedRange<Int>, _ sender: SenderKey = .user(1)) -> [Note] {
    numbers.map { Note(number: $0, sender: sender) }
  }

  @Test func `messages within the limit have popups of their own`() {
    var folding = folding()
    #expect(fold(&folding, Self.notes(1...3)) == ["1", "2", "3"])
    #expect(fold(&folding, []) == [])
  }

  @Test func `a burst over the limit is one summary that counts up`() {
    var folding = folding()
    #expect(fold(&folding, Self.notes(1...40)) == ["1", "2", "3", "1+37"])
    #expect(fold(&folding, Self.notes(41...41)) == ["1+38"])
    #expect(fold(&folding, Self.notes(42...44), at: 10) == ["42", "1+40"])
    folding.closeSummary(of: .user(1))
    #expect(fold(&folding, Self.notes(45...46), at: 10) == ["1+2"])
  }

  @Test func `a burst of one sender does not fold the messages of another`() {
    var folding = folding()
    let notes = Self.notes(1...9) + Self.notes(11...12, .user(2))
    #expect(fold(&folding, notes) == ["1", "2", "3", "11", "12", "1+6"])
  }

  @Test func `fewer messages than the threshold have popups instead of a summary`() {
    var folding = folding { $0.foldThreshold = 3 }
    #expect(fold(&folding, Self.notes(1...5)) == ["1", "2", "3", "4", "5"])
    #expect(fold(&folding, Self.notes(6...6)) == ["1+1"])
    #expect(fold(&folding, Self.notes(7...7)) == ["1+2"])
  }

  @Test func `the threshold also counts messages that come one at a time`() {
    var folding = folding()
    let popups = (1...20).flatMap { fold(&folding, Self.notes($0...$0)) }
    #expect(popups.prefix(5) == ["1", "2", "3", "4", "1+1"])
    #expect(popups.last == "1+16")
  }

  @Test func `critical messages have their own limit and make the summary critical`() {
    var folding = folding()
    let critical = (11...16).map { Note(number: $0, urgency: .critical) }
    #expect(
      fold(&folding, Self.notes(1...9) + critical)
        == ["1", "2", "3", "11", "12", "13", "14", "1+8!"])
  }

  @Test func `all addresses of the network share one burst`() {
    var folding = folding { $0.foldThreshold = 1 }
    let notes = (1...100).map { Note(number: $0, sender: .address("192.0.2.\($0)")) }
    let popups = fold(&folding, notes)
    #expect(popups.count == 4 * 3 + 1)
    #expect(popups.last == "network+88")
  }

  @Test func `a repeated message counts on the popup of the first`() {
    var folding = folding()
    let notes = (1...3).map { Note(number: $0, fingerprint: 7) }
    #expect(fold(&folding, notes) == ["1×3"])
    #expect(fold(&folding, [Note(number: 4, fingerprint: 7)]) == ["1×4"])
    folding.close(Self.id(1))
    #expect(fold(&folding, [Note(number: 5, fingerprint: 7)]) == ["5"])
  }

  @Test func `the same text from another sender, or at another urgency, is another message`() {
    var folding = folding()
    let notes = [
      Note(number: 1, fingerprint: 7), Note(number: 2, sender: .user(2), fingerprint: 7),
      Note(number: 3, urgency: .critical, fingerprint: 7), Note(number: 4, fingerprint: 8),
      Note(number: 5),
    ]
    #expect(fold(&folding, notes) == ["1", "2", "3", "4", "5"])
  }

  @Test func `repeats count beyond the limit`() {
    var folding = folding()
    #expect(fold(&folding, Self.notes(1...2) + [Note(number: 3, fingerprint: 7)]).count == 3)
    #expect(fold(&folding, (4...99).map { Note(number: $0, fingerprint: 7) }) == ["3×97"])
  }

  @Test func `a replacement takes the popup of the old message`() {
    var folding = folding()
    #expect(fold(&folding, Self.notes(1...3)) == ["1", "2", "3"])
    #expect(fold(&folding, [Note(number: 4, replaces: 2)]) == ["4>2"])
    #expect(fold(&folding, [Note(number: 5, replaces: 4)]) == ["5>4"])
    // The popup of 2 is gone, and the limit is reached.
    #expect(fold(&folding, [Note(number: 6, replaces: 2)]) == ["6"])
    #expect(fold(&folding, [Note(number: 7, replaces: 2)]) == ["1+1"])
  }

  @Test func `a chain of replacements is one popup`() {
    var folding = folding()
    let chain = (2...9).map { Note(number: $0, replaces: $0 - 1) }
    #expect(fold(&folding, [Note(number: 1)] + chain) == ["9(1,2,3,4,5,6,7,8)"])
    #expect(
      fold(&folding, [Note(number: 10, replaces: 9), Note(number: 11, replaces: 10)])
        == ["11(10)>9"])
  }

  @Test func `a sender cannot replace the message of another`() {
    var folding = folding()
    #expect(fold(&folding, [Note(number: 1)]) == ["1"])
    #expect(fold(&folding, [Note(number: 2, sender: .user(2), replaces: 1)]) == ["2"])
  }

  @Test func `repeats and replacements of one popup keep their order`() {
    var folding = folding()
    #expect(fold(&folding, [Note(number: 1, fingerprint: 7)]) == ["1"])
    let notes = [
      Note(number: 2, fingerprint: 7), Note(number: 3, fingerprint: 8, replaces: 1),
      Note(number: 4, fingerprint: 8), Note(number: 5, fingerprint: 8),
    ]
    #expect(fold(&folding, notes) == ["3(2)>1", "3×3"])
    #expect(fold(&folding, [Note(number: 6, replaces: 3)]) == ["6>3"])
  }

  @Test func `a replacement of a message that the same call repeated takes the popup of the first`()
  {
    var folding = folding()
    let notes = [
      Note(number: 1, fingerprint: 7), Note(number: 2, fingerprint: 7),
      Note(number: 3, replaces: 1),
    ]
    #expect(fold(&folding, notes) == ["3(1,2)"])
  }

  @Test func `a message that offers actions never counts as a repeat`() {
    var message = Message(from: "BACKUP", to: "ME", text: "Disk full")
    let delivery = { (message: Message) in
      Delivery(
        id: Self.id(1), message: message, sender: 1, senderName: "backup", origin: .mailslot,
        arrival: UnixTime(milliseconds: 0))
    }
    #expect(UnshownMessage(delivery(message)) == UnshownMessage(delivery(message)))
    #expect(UnshownMessage(delivery(message)).fingerprint != nil)
    message.attributes.actions = MessageAction("yes=Yes").map { [$0] } ?? []
    #expect(UnshownMessage(delivery(message)).fingerprint == nil)
  }

  @Test func `when the display is gone, only the limits remain`() {
    var folding = folding()
    _ = fold(&folding, (1...9).map { Note(number: $0, fingerprint: $0) })
    folding.closeAll()
    #expect(fold(&folding, [Note(number: 10, fingerprint: 1)]) == ["10"])
    #expect(fold(&folding, [Note(number: 11, fingerprint: 2)]) == ["1+1"])
  }

  @Test func `a flood becomes a handful of popups`() {
    var folding = folding()
    let flood = (1...30_000).map { Note(number: $0, fingerprint: $0 % 2 == 0 ? nil : 1) }
    let other = Note(number: 200_000, sender: .user(2))
    #expect(fold(&folding, flood + [other]) == ["1×15000", "2", "4", "200000", "1+14998"])
  }

  @Test func `the number of remembered popups is bounded`() {
    var folding = folding { $0.popupLimit = RateLimit(count: 1000, per: .seconds(1)) }
    for batch in 0..<18 {
      let notes = (1...250).map { Note(number: batch * 250 + $0, fingerprint: batch * 250 + $0) }
      _ = fold(&folding, notes, at: batch)
    }
    #expect(fold(&folding, [Note(number: 9001, fingerprint: 1)], at: 100) == ["9001"])
    #expect(fold(&folding, [Note(number: 9002, fingerprint: 4500)], at: 100) == ["4500×2"])
  }
}
