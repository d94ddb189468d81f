// SPDX-License-Identifier: Apache-2.0

import Fleet
import Realm

extension RealmStream {
  /// The messages of a page.
  func messages(
    of part: FleetPart, after sequence: UInt64, limit: Int, as name: String
  ) async throws(StreamError) -> [StreamMessage] {
    try await page(of: part, after: sequence, limit: limit, as: name).messages
  }
}
