// SPDX-License-Identifier: Apache-2.0

import Foundation
import Messages

extension MessageID {
  /// The identifier's bytes for GRDB, as they stand in the database.
  var data: Data { Data(bytes) }

  /// Reads an identifier from its bytes; `nil` unless they are 16.
  init?(data: Data) { self.init(bytes: data) }
}
