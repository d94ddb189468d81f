// SPDX-License-Identifier: Apache-2.0

import Foundation
import Messages

// How values of messages are stored in columns; `MessageState+code.swift` has those of states.

extension MessageID {
  /// The bytes of the identifier.
  var data: Data { Data(bytes) }

  /// Reads an identifier from its bytes; `nil` unless they are 16.
  init?(data: Data) { self.init(bytes: [UInt8](data)) }
}

extension MessageAction {
  /// Actions as bytes, each `key=label` and a NUL; `nil` for none.
  static func bytes(of actions: [MessageAction]) -> [UInt8]? {
    guard !actions.isEmpty else { return nil }
    return Array(actions.map { "\($0)\0" }.joined().utf8)
  }

  /// Reads actions from their bytes.
  static func actions(in data: Data?) -> [MessageAction] {
    (data ?? Data()).split(separator: 0).compactMap {
      MessageAction(String(decoding: $0, as: UTF8.self))
    }
  }
}

extension Urgency {
  /// The number that stands for the urgency; a higher number is more urgent.
  var code: Int {
    switch self {
    case .low: 0
    case .normal: 1
    case .critical: 2
    }
  }

  /// The urgency for which a number stands; the nearest one for a number that stands for none.
  init(code: Int) {
    switch code {
    case ...0: self = .low
    case 2...: self = .critical
    default: self = .normal
    }
  }
}
