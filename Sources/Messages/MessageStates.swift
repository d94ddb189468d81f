// SPDX-License-Identifier: Apache-2.0

/// Some of the states of a message.
///
/// Not a `Set`, whose hashes are 6 KB of libmessngr.
public struct MessageStates: Equatable, Sendable {
  private var bits: UInt16 = 0

  /// Creates a collection without states.
  public init() {}

  /// Creates a collection of states.
  public init(_ states: some Sequence<MessageState>) {
    for state in states { insert(state) }
  }

  /// Whether there is none.
  public var isEmpty: Bool { bits == 0 }

  /// The states, each once.
  public var all: [MessageState] { MessageState.allCases.filter(contains) }

  /// Whether a state is one of these.
  public func contains(_ state: MessageState) -> Bool { bits & MessageStates.bit(state) != 0 }

  /// Adds a state.
  public mutating func insert(_ state: MessageState) { bits |= MessageStates.bit(state) }

  private static func bit(_ state: MessageState) -> UInt16 {
    switch state {
    case .queued: 1
    case .kept: 2
    case .stored: 4
    case .shown: 8
    case .read: 16
    case .answered: 32
    case .dismissed: 64
    case .expired: 128
    case .retracted: 256
    }
  }
}

extension MessageStates: ExpressibleByArrayLiteral {
  /// Creates a collection of the states of a list.
  public init(arrayLiteral states: MessageState...) { self.init(states) }
}
