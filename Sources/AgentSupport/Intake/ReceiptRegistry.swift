// SPDX-License-Identifier: Apache-2.0

import Inbox
import LinuxSystem
import Mailslots
package import Messages

/// Tells senders what happens to their messages, on the descriptors that they passed.
///
/// A sender chose its descriptor, so nothing here trusts it: the registry uses only Unix sockets, never
/// waits for one, and keeps a bounded number of them, for each user and for all.
package final class ReceiptRegistry: Sendable {
  /// A sender that waits for further states of its message.
  fileprivate struct Waiting {
    let descriptor: PassedDescriptor
    let goals: Set<MessageState>
    let user: SenderKey
    var told: MessageState

    /// Whether no further state can be of interest to the sender.
    var isOver: Bool { goals.allSatisfy(told.endsWait) }

    /// Sends a receipt without waiting; `false` when it did not go.
    ///
    /// The first receipt has gone on the descriptor already, and a pair stays a pair.
    func send(_ receipt: Receipt) -> Bool { descriptor.sendOnPair(receipt) }
  }

  /// How many descriptors a registry keeps.
  package struct Capacity: Sendable {
    /// The most for one user.
    let perUser: Int

    /// The most for all.
    let total: Int

    /// That of an agent, to which a few senders write.
    package static let agent = Capacity(perUser: 64, total: 512)

    /// That of a relay, through which all senders of a machine write, and which waits for other machines.
    package static let relay = Capacity(perUser: 512, total: 4096)
  }

  fileprivate struct State {
    let capacity: Capacity
    var waiting: [MessageID: [Waiting]] = [:]
    var countByUser: [SenderKey: Int] = [:]
    var count = 0

    /// Messages that may have changed between their storing and the entry in `waiting`.
    var new: [MessageID] = []
  }

  private let state: Guarded<State>

  /// The states for which each sender waits besides those that it names.
  private let impliedGoals: Set<MessageState>

  /// Creates a registry without a sender that waits.
  ///
  /// - Parameters:
  ///   - impliedGoals: The states for which each sender waits besides those that it names: stored, where
  ///     the first receipt comes earlier.
  ///   - capacity: How many descriptors it keeps.
  package init(impliedGoals: Set<MessageState> = [], capacity: Capacity = .agent) {
    self.impliedGoals = impliedGoals
    state = Guarded(State(capacity: capacity))
  }

  /// Tells the sender of a message its state, and keeps the descriptor if the sender waits for a
  /// further state.
  func answer(_ receipt: Receipt, to delivery: Delivery, on descriptor: PassedDescriptor?) {
    guard let descriptor, descriptor.send(receipt), case .reached(let state, _) = receipt else {
      return
    }
    let sender = Waiting(
      descriptor: descriptor, goals: impliedGoals.union(delivery.message.attributes.receipt.all),
      // The gateway passes the descriptors of all its messages, which count for the gateway.
      user: delivery.origin.isProven ? SenderKey(delivery) : .user(delivery.sender), told: state)
    if !sender.isOver { keep(sender, for: delivery.id) }
  }

  /// Tells a sender what became of its message, and nothing later.
  func tell(_ receipt: Receipt, on descriptor: PassedDescriptor?) { _ = descriptor?.send(receipt) }

  /// Tells the senders that wait for a message that it was refused on its way.
  package func refuse(_ id: MessageID, _ code: Win32Error) {
    for sender in endWaiting(for: id) { _ = sender.send(.refused(code)) }
  }

  /// Tells the senders that wait for a message that its recipient is away, and that it stays in a state.
  package func tellAway(_ id: MessageID, _ state: MessageState) {
    let waiting = self.state.withLock { $0.waiting[id] ?? [] }
    for sender in waiting { _ = sender.send(.away(state)) }
  }

  /// Whether a sender waits for further states of a message.
  package func isAwaited(_ id: MessageID) -> Bool { state.withLock { $0.waiting[id] != nil } }

  private func endWaiting(for id: MessageID) -> [Waiting] {
    state.withLock { registry in
      let waiting = registry.waiting.removeValue(forKey: id) ?? []
      for sender in waiting { registry.release(sender.user) }
      return waiting
    }
  }

  /// Tells the senders that wait for a message its new state, unless they know it.
  package func tell(_ id: MessageID, _ state: MessageState, answer: String? = nil) {
    // Descriptors are closed after the lock is released.
    let over = self.state.withLock { registry in
      guard let waiting = registry.waiting.removeValue(forKey: id) else { return [Waiting]() }
      var (still, over) = ([Waiting](), [Waiting]())
      for var sender in waiting {
        let isNews = !sender.told.hasReached(state)
        let isSent = !isNews || sender.send(.reached(state, answer: answer))
        if isNews { sender.told = state }
        if !isSent || sender.isOver { over.append(sender) } else { still.append(sender) }
      }
      registry.waiting[id] = still.isEmpty ? nil : still
      for sender in over { registry.release(sender.user) }
      return over
    }
    _ = over
  }

  /// The messages whose senders wait.
  var awaited: [MessageID] { state.withLock { Array($0.waiting.keys) } }

  /// Tells all senders that wait how far their messages have come.
  package func tellAll(by store: some IntakeStore) async throws {
    try await tell(awaited, by: store)
  }

  /// Tells senders about states that their messages reached before `answer` began to wait for them.
  func catchUp(with store: some IntakeStore) async {
    let new = state.withLock { registry in
      defer { registry.new = [] }
      return registry.new
    }
    // After a failure the next change in the inbox tells them.
    try? await tell(new, by: store)
  }

  private func tell(_ ids: [MessageID], by store: some IntakeStore) async throws {
    guard !ids.isEmpty else { return }
    for message in try await store.progress(of: ids) {
      if let refusal = message.refusal {
        refuse(message.id, refusal)
      } else {
        tell(message.id, message.state, answer: message.answer)
      }
    }
  }

  private func keep(_ sender: Waiting, for id: MessageID) {
    // Descriptors are closed after the lock is released.
    let dropped = state.withLock { registry in
      let dropped = registry.makeRoom(for: sender.user)
      guard !registry.isFull(for: sender.user) else { return dropped + [sender] }
      registry.waiting[id, default: []].append(sender)
      registry.countByUser[sender.user, default: 0] += 1
      registry.count += 1
      registry.new.append(id)
      return dropped
    }
    _ = dropped
  }
}

extension ReceiptRegistry.State {
  fileprivate func isFull(for user: SenderKey) -> Bool {
    count >= capacity.total || countByUser[user, default: 0] >= capacity.perUser
  }

  fileprivate mutating func release(_ user: SenderKey) {
    count -= 1
    countByUser[user] = countByUser[user].flatMap { $0 > 1 ? $0 - 1 : nil }
  }

  /// Makes room for one sender, if there is none.
  ///
  /// Senders that do not wait any more lose their places: those of the same user, or those of all
  /// users when all places are taken. If there is none then, the user with the most places loses one
  /// to a user with fewer.
  fileprivate mutating func makeRoom(for user: SenderKey) -> [ReceiptRegistry.Waiting] {
    guard isFull(for: user) else { return [] }
    let allPlacesAreTaken = count >= capacity.total
    var abandoned: [ReceiptRegistry.Waiting] = []
    for (id, all) in waiting {
      let gone = all.filter { ($0.user == user || allPlacesAreTaken) && $0.descriptor.isHungUp }
      guard !gone.isEmpty else { continue }
      let still = all.filter { sender in
        !gone.contains { $0.descriptor === sender.descriptor }
      }
      waiting[id] = still.isEmpty ? nil : still
      for sender in gone { release(sender.user) }
      abandoned += gone
    }
    if abandoned.isEmpty, allPlacesAreTaken, let sender = takePlace(for: user) {
      abandoned.append(sender)
    }
    return abandoned
  }

  /// Takes a place from the user who has the most, unless that is no more than `user` would have.
  private mutating func takePlace(for user: SenderKey) -> ReceiptRegistry.Waiting? {
    guard let (largest, count) = countByUser.max(by: { $0.value < $1.value }),
      count > countByUser[user, default: 0] + 1,
      let id = waiting.first(where: { $1.contains { $0.user == largest } })?.key,
      let index = waiting[id]?.firstIndex(where: { $0.user == largest })
    else { return nil }
    let sender = waiting[id]?.remove(at: index)
    if waiting[id]?.isEmpty == true { waiting[id] = nil }
    release(largest)
    return sender
  }
}

extension PassedDescriptor {
  /// Sends a receipt without waiting; `false` when it did not go.
  fileprivate func send(_ receipt: Receipt) -> Bool {
    isPairEnd && sendOnPair(receipt)
  }

  /// Sends a receipt on a descriptor that is known to be one end of a socketpair(2).
  fileprivate func sendOnPair(_ receipt: Receipt) -> Bool {
    (try? descriptor.send(receipt.encoded, passing: nil, waits: false)) != nil
  }

  /// Whether the sender has closed its end.
  fileprivate var isHungUp: Bool {
    var entries = [PollEntry(descriptor, [])]
    _ = try? PollEntry.wait(for: &entries, until: .now)
    return entries[0].isReady
  }
}
