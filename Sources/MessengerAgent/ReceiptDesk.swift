// SPDX-License-Identifier: Apache-2.0

import Glibc
import Mailslots
import Messages
import Synchronization
import SystemPackage

/// Tells senders what becomes of their messages, on the descriptors they passed.
///
/// A sender chose its descriptor, so nothing here trusts it: only Unix sockets are used, nothing
/// waits for one, and the number kept is bounded, for each user and for all.
final class ReceiptDesk: Sendable {
  /// A sender that waits to hear more of its message.
  fileprivate struct Waiting {
    let descriptor: PassedDescriptor
    let goal: MessageState
    let user: UInt32
    var told: MessageState
  }

  fileprivate struct Desk {
    var waiting: [MessageID: [Waiting]] = [:]
    var countByUser: [UInt32: Int] = [:]
    var count = 0
  }

  /// The most descriptors kept for one user.
  static let limitPerUser = 64

  /// The most descriptors kept for all.
  static let limit = 512

  private let desk = Mutex(Desk())

  /// Tells the sender of a message that it is stored, or refused, and keeps the descriptor if the
  /// sender wants to hear of more.
  func answer(_ receipt: Receipt, to delivery: Delivery, on descriptor: PassedDescriptor?) {
    guard let descriptor, descriptor.send(receipt),
      case .reached(let state, _) = receipt,
      let goal = delivery.message.attributes.receipt.first(where: { !state.hasReached($0) }),
      !state.isFinal
    else { return }
    keep(
      Waiting(descriptor: descriptor, goal: goal, user: delivery.sender, told: state),
      for: delivery.id)
  }

  /// Tells a sender why its message was refused; nothing more will come of it.
  func refuse(_ code: Int, on descriptor: PassedDescriptor?) {
    _ = descriptor?.send(.refused(code: code))
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
        let isHeard = one.told == state || one.descriptor.send(.reached(state, answer: answer))
        one.told = state
        let isOver = !isHeard || state.hasReached(one.goal) || state.isFinal
        if isOver { over.append(one) } else { still.append(one) }
      }
      desk.waiting[id] = still.isEmpty ? nil : still
      for one in over { desk.release(one.user) }
      return over
    }
    _ = over
  }

  /// The messages somebody waits for.
  var awaited: [MessageID] { desk.withLock { Array($0.waiting.keys) } }

  private func keep(_ one: Waiting, for id: MessageID) {
    let dropped = desk.withLock { desk in
      var dropped: [Waiting] = []
      if desk.isFull(for: one.user) { dropped = desk.removeAbandoned() }
      guard !desk.isFull(for: one.user) else { return dropped + [one] }
      desk.waiting[id, default: []].append(one)
      desk.countByUser[one.user, default: 0] += 1
      desk.count += 1
      return dropped
    }
    _ = dropped
  }
}

extension ReceiptDesk.Desk {
  fileprivate func isFull(for user: UInt32) -> Bool {
    count >= ReceiptDesk.limit || countByUser[user, default: 0] >= ReceiptDesk.limitPerUser
  }

  fileprivate mutating func release(_ user: UInt32) {
    count -= 1
    countByUser[user] = countByUser[user].flatMap { $0 > 1 ? $0 - 1 : nil }
  }

  /// Lets go of the senders that do not wait any more.
  fileprivate mutating func removeAbandoned() -> [ReceiptDesk.Waiting] {
    var abandoned: [ReceiptDesk.Waiting] = []
    for (id, waiting) in waiting {
      let gone = waiting.filter { $0.descriptor.isHungUp }
      guard !gone.isEmpty else { continue }
      let still = waiting.filter { !$0.descriptor.isHungUp }
      self.waiting[id] = still.isEmpty ? nil : still
      for one in gone { release(one.user) }
      abandoned += gone
    }
    return abandoned
  }
}

extension PassedDescriptor {
  /// Sends a receipt without waiting; `false` when it did not go.
  ///
  /// The corresponding C function is `send`.
  fileprivate func send(_ receipt: Receipt) -> Bool {
    guard isUnixSocket else { return false }
    let bytes = receipt.encoded
    let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
    let sent = unsafe bytes.withUnsafeBytes {
      unsafe Glibc.send(descriptor.rawValue, $0.baseAddress, $0.count, flags)
    }
    return sent == bytes.count
  }

  /// Whether the sender has closed its end.
  ///
  /// The corresponding C function is `poll`.
  fileprivate var isHungUp: Bool {
    var request = pollfd(fd: descriptor.rawValue, events: 0, revents: 0)
    return unsafe poll(&request, 1, 0) > 0
  }
}
