// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import LinuxSystem
import Messages

@testable import AgentSupport
@testable import Inbox

/// A store that keeps messages in a list, and fails when a test wants it.
final class FakeStore: IntakeStore {
  struct StoreError: Error {}

  private struct State {
    var batches: [[Delivery]] = []
    var usage: [SenderKey: Admission.Usage]? = [:]
    var canForget = true
    var forgotten: [SenderKey?] = []
    var usageCount = 0
    var failures = 0
    var taken: [MessageID: StoreResult] = [:]
    var states: [MessageID: MessageState] = [:]
  }

  private let state = Guarded(State())

  /// The batches that were stored, in their order.
  var batches: [[Delivery]] { state.withLock(\.batches) }

  /// The texts of all stored messages, in their order.
  var texts: [String] { batches.joined().map(\.message.text) }

  /// Whose messages were deleted to make room; `nil` stands for the network.
  var forgotten: [SenderKey?] { state.withLock(\.forgotten) }

  /// How often all senders were counted.
  var usageCount: Int { state.withLock(\.usageCount) }

  /// Lets the next calls of `store` fail.
  func fail(_ count: Int) { state.withLock { $0.failures = count } }

  /// Sets what senders have in the store; `nil` lets the count fail.
  func set(usage: [SenderKey: Admission.Usage]?, canForget: Bool = true) {
    state.withLock { ($0.usage, $0.canForget) = (usage, canForget) }
  }

  /// Sets what an earlier message with this identifier means for a new one.
  func take(_ id: MessageID, _ result: StoreResult) { state.withLock { $0.taken[id] = result } }

  /// Sets how far a message has come.
  func set(_ state: MessageState, of id: MessageID) {
    self.state.withLock { $0.states[id] = state }
  }

  func store(_ deliveries: [Delivery]) throws -> [StoreResult] {
    try state.withLock { state in
      guard state.failures == 0 else {
        state.failures -= 1
        throw StoreError()
      }
      var stored: [Delivery] = []
      let results = deliveries.map { delivery in
        if let result = state.taken[delivery.id] { return result }
        stored.append(delivery)
        let number = Int64(stored.count)
        state.taken[delivery.id] = .duplicate(number: number, state: .stored, answer: nil)
        return StoreResult.stored(number: number, replaced: nil, retracted: nil)
      }
      state.batches.append(stored)
      return results
    }
  }

  func progress(of ids: [MessageID]) -> [InboxRecord.Progress] {
    state.withLock { state in
      ids.compactMap { id in
        state.states[id].map {
          InboxRecord.Progress(id: id, state: $0, answer: nil, isReplaced: false)
        }
      }
    }
  }

  func usage() throws -> [SenderKey: Admission.Usage] {
    try state.withLock { state in
      state.usageCount += 1
      guard let usage = state.usage else { throw StoreError() }
      return usage
    }
  }

  func usage(of sender: SenderKey) throws -> Admission.Usage {
    try state.withLock { state in
      guard let usage = state.usage else { throw StoreError() }
      return usage[sender] ?? Admission.Usage()
    }
  }

  func forgetSettled(of sender: SenderKey?, messageCount: Int, byteCount: Int) {
    state.withLock { state in
      state.forgotten.append(sender)
      guard state.canForget else { return }
      if let sender { state.usage?[sender] = nil } else { state.usage = [:] }
    }
  }
}
