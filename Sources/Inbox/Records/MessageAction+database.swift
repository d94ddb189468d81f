// SPDX-License-Identifier: Apache-2.0

import Foundation
import Messages

extension MessageAction {
  /// Actions as they stand in the database, each `key=label` with a NUL behind it; `nil` for none.
  static func bytes(of actions: [MessageAction]) -> [UInt8]? {
    guard !actions.isEmpty else { return nil }
    return Array(actions.map { "\($0)\0" }.joined().utf8)
  }

  /// Reads actions as they stand in the database.
  static func actions(in data: Data?) -> [MessageAction] {
    (data ?? Data()).split(separator: 0).compactMap {
      MessageAction(String(decoding: $0, as: UTF8.self))
    }
  }
}
