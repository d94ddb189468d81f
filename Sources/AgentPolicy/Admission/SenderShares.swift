// SPDX-License-Identifier: Apache-2.0

package import Messages

/// What each sender has in the inbox, kept up to date between two counts.
package struct SenderShares: Sendable {
  private var stored: [SenderKey: Admission.Usage] = [:]

  /// What the agent has admitted and not stored yet.
  private var pending: [SenderKey: Admission.Usage] = [:]

  /// What all senders of a pool have together, of both.
  private var pools: [SenderPool: Admission.Usage] = [:]

  /// Creates the shares as the inbox has counted them.
  package init(_ counted: [SenderKey: Admission.Usage] = [:]) {
    replaceAll(with: counted)
  }

  /// What a sender has, stored and admitted.
  package subscript(sender: SenderKey) -> Admission.Usage {
    stored[sender, default: Admission.Usage()] + pending[sender, default: Admission.Usage()]
  }

  /// What the senders of a pool have together, stored and admitted.
  package subscript(pool: SenderPool) -> Admission.Usage {
    pools[pool, default: Admission.Usage()]
  }

  /// Counts a message that is admitted and not stored yet.
  package mutating func admit(_ usage: Admission.Usage, of sender: SenderKey) {
    change(\.pending, of: sender, by: usage)
  }

  /// Notes that an admitted message is stored, or that it could not be stored.
  package mutating func settle(
    _ usage: Admission.Usage, of sender: SenderKey, isStored: Bool
  ) {
    change(\.pending, of: sender, by: -usage)
    if isStored { change(\.stored, of: sender, by: usage) }
  }

  /// Takes the inbox's count of one sender.
  package mutating func replace(with usage: Admission.Usage, of sender: SenderKey) {
    change(\.stored, of: sender, by: usage + -stored[sender, default: Admission.Usage()])
  }

  /// Takes the inbox's count of all senders.
  package mutating func replaceAll(with counted: [SenderKey: Admission.Usage]) {
    for (sender, usage) in stored { change(\.stored, of: sender, by: -usage) }
    for (sender, usage) in counted { change(\.stored, of: sender, by: usage) }
  }

  private mutating func change(
    _ part: WritableKeyPath<SenderShares, [SenderKey: Admission.Usage]>, of sender: SenderKey,
    by usage: Admission.Usage
  ) {
    let sum = self[keyPath: part][sender, default: Admission.Usage()] + usage
    self[keyPath: part][sender] = sum == Admission.Usage() ? nil : sum
    guard let pool = sender.pool else { return }
    let total = self[pool] + usage
    pools[pool] = total == Admission.Usage() ? nil : total
  }
}

extension Admission.Usage {
  fileprivate static func + (left: Self, right: Self) -> Self {
    Self(
      messageCount: left.messageCount + right.messageCount,
      byteCount: left.byteCount + right.byteCount)
  }

  fileprivate static prefix func - (usage: Self) -> Self {
    Self(messageCount: -usage.messageCount, byteCount: -usage.byteCount)
  }
}
