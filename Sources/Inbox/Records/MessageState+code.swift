// SPDX-License-Identifier: Apache-2.0

import Messages

extension MessageState {
  /// The states in the order of their codes.
  private static let coded: [MessageState] = [
    .stored, .shown, .dismissed, .read, .answered, .expired, .retracted,
  ]

  /// The number that stands for the state in the database; those of unread messages are below 3.
  ///
  /// No inbox has a message in a state before `stored`.
  var code: Int {
    switch self {
    case .queued: -2
    case .kept: -1
    case .stored: 0
    case .shown: 1
    case .dismissed: 2
    case .read: 3
    case .answered: 4
    case .expired: 5
    case .retracted: 6
    }
  }

  /// The state for which a number stands; `nil` when it stands for none.
  init?(code: Int) {
    guard MessageState.coded.indices.contains(code) else { return nil }
    self = MessageState.coded[code]
  }

  /// Whether a message in this state is unread: stored, shown or dismissed.
  var isUnread: Bool { code < MessageState.read.code }

  /// Whether a message may go from this state to the other.
  ///
  /// A message only goes forward: a message that was read does not become shown. It can still be
  /// answered, but not retracted.
  func canBecome(_ next: MessageState) -> Bool {
    switch self {
    case .stored: next.code > MessageState.stored.code
    case .shown: [.read, .answered, .dismissed, .retracted].contains(next)
    case .dismissed: [.read, .answered, .retracted].contains(next)
    case .read: next == .answered
    case .queued, .kept, .answered, .expired, .retracted: false
    }
  }

  /// A set of states as bits; the bit of a state has the number of its code.
  static func bits(of states: [MessageState]) -> Int {
    states.reduce(0) { $1.code < 0 ? $0 : $0 | 1 << $1.code }
  }

  /// The set of states for which bits stand.
  static func states(in bits: Int) -> [MessageState] {
    coded.filter { bits & 1 << $0.code != 0 }
  }
}
