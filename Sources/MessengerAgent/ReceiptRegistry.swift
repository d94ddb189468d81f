// SPDX-License-Identifier: Apache-2.0

import Inbox
import LinuxSystem
import Mailslots
import Messages

/// Tells senders what becomes of their messages, on the descriptors they passed.
///
/// A sender chose its descriptor, so nothing here trusts it: only Unix sockets are used, nothing
/// waits for one, and the number kept is bounded, for each user and for all.
final class ReceiptRegistry: Sendable {
  /// A sender that waits to hear more of its message.
  fileprivate struct Waiting {
    let descriptor: PassedDescriptor
    let goals: Set<MessageState>
    let user: SenderKey
    var told: MessageState

    /// Whether the sender has heard all that it wants to hear, or can hear.
    var isOver: Bool { told.isFinal || goals.allSatisfy(told.hasReached) }
  }

  fileprivate struct Desk {
    var waiting: [MessageID: [Waiting]] = [:]
    var countByUser: [SenderKey: Int] = [:]
    var count = 0

    /// Messages that may have moved on before anybody waited for them here.
    var new: [MessageID] = []
  }

  /// The most descriptors kept for one user.
  static let limitPerUser = 64

  /// The most descriptors kept for all.
  static let limit = 512

  private let desk = Guarded(Desk())

  /// Tells the sender of a message that it is stored, or refused, and keeps the descriptor if the
  /// sender wants to hear of more.
  func answer(_ receipt: Receipt, to delivery: Delivery, on descriptor: PassedDescriptor?) {
    guard let descriptor, descriptor.send(receipt), case .reached(let state, _) = receipt else {
      return
    }
    let one = Waiting(
      descriptor: descriptor, goals: delivery.message.attributes.receipt,
      // The gateway passes the descriptors of all that it brings in, and has its share for them.
      user: delivery.origin.isProven ? SenderKey(delivery) : .user(delivery.sender), told: state)
    if !one.isOver { keep(one, for: delivery.id) }
  }

  /// Tells a sender why its message was refused; nothing more will come of it.
  func refuse(_ code: Int, on descriptor: PassedDescriptor?) {
    _ = descriptor?.send(.refused(Win32Error(rawValue: code)))
  }

  /// Tells a sender that only asks whether its message would arrive that it would.
  func confirm(probedAs version: String, on descriptor: PassedDescriptor?) {
    _ = descriptor?.send(.reached(.stored, answer: version))
  }

  /// Tells those who wait for a message that it has reached a state, unless they know.
  func tell(_ id: MessageID, _ state: MessageState, answer: String? = nil) {
    // What is over is closed without the lock held.
    let over = desk.withLock { desk in
      guard let waiting = desk.waiting.removeValue(forKey: id) else { return [Waiting]() }
      var (still, over) = ([Waiting](), [Waiting]())
      for var one in waiting {
        let isNews = !one.told.hasReached(state)
        let isHeard = !isNews || one.descriptor.send(.reached(state, answer: answer))
        if isNews { one.told = state }
        if !isHeard || one.isOver { over.append(one) } else { still.append(one) }
      }
      desk.waiting[id] = still.isEmpty ? nil : still
      for one in over { desk.release(one.user) }
      return over
    }
    _ = over
  }

  /// The messages somebody waits for.
  var awaited: [MessageID] { desk.withLock { Array($0.waiting.keys) } }

  /// Tells all who wait how far their messages have come by the inbox's word.
  func tellAll(by inbox: Inbox) async throws {
    try await tell(awaited, by: inbox)
  }

  /// Tells those who have just begun to wait what happened between the storing of their messages and
  /// that.
  func catchUp(with inbox: Inbox) async {
    let new = desk.withLock { desk in
      defer { desk.new = [] }
      return desk.new
    }
    // If this fails, the next change in the inbox tells them.
    try? await tell(new, by: inbox)
  }

  private func tell(_ ids: [MessageID], by inbox: Inbox) async throws {
    guard !ids.isEmpty else { return }
    for one in try await inbox.run({ try $0.progress(of: ids) }) {
      tell(one.id, one.state, answer: one.answer)
    }
  }

  private func keep(_ one: Waiting, for id: MessageID) {
    let dropped = desk.withLock { desk in
      let dropped = desk.makeRoom(for: one.user)
      guard !desk.isFull(for: one.user) else { return dropped + [one] }
      desk.waiting[id, default: []].append(one)
      desk.countByUser[one.user, default: 0] += 1
      desk.count += 1
      desk.new.append(id)
      return dropped
    }
    _ = dropped
  }
}

extension ReceiptRegistry.Desk {
  fileprivate func isFull(for user: SenderKey) -> Bool {
    count >= ReceiptRegistry.limit || countByUser[user, default: 0] >= ReceiptRegistry.limitPerUser
  }

  fileprivate mutating func release(_ user: SenderKey) {
    count -= 1
    countByUser[user] = countByUser[user].flatMap { $0 > 1 ? $0 - 1 : nil }
  }

  /// Makes room for one sender, if there is none.
  ///
  /// Senders go that do not wait any more: of the user's own, or of all users when all places are
  /// taken. If there is no such sender then, the user with the most places gives one to a user with
  /// fewer.
  fileprivate mutating func makeRoom(for user: SenderKey) -> [ReceiptRegistry.Waiting] {
    guard isFull(for: user) else { return [] }
    let isAnybodys = count >= ReceiptRegistry.limit
    var abandoned: [ReceiptRegistry.Waiting] = []
    for (id, all) in waiting {
      let gone = all.filter { ($0.user == user || isAnybodys) && $0.descriptor.isHungUp }
      guard !gone.isEmpty else { continue }
      let still = all.filter { one in !gone.contains { $0.descriptor === one.descriptor } }
      waiting[id] = still.isEmpty ? nil : still
      for one in gone { release(one.user) }
      abandoned += gone
    }
    if abandoned.isEmpty, isAnybodys, let one = takePlace(for: user) { abandoned.append(one) }
    return abandoned
  }

  /// Takes a place from the user who has the most, unless that is no more than `user` would have.
  private mutating func takePlace(for user: SenderKey) -> ReceiptRegistry.Waiting? {
    guard let (largest, count) = countByUser.max(by: { $0.value < $1.value }),
      count > countByUser[user, default: 0] + 1,
      let id = waiting.first(where: { $1.contains { $0.user == largest } })?.key,
      let index = waiting[id]?.firstIndex(where: { $0.user == largest })
    else { return nil }
    let one = waiting[id]?.remove(at: index)
    if waiting[id]?.isEmpty == true { waiting[id] = nil }
    release(largest)
    return one
  }
}
