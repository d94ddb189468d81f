// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

extension Machine {
  /// Sends from ben to ann, who must get it whatever eve has done.
  func tell(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let sent = try netsend(as: "ben", "ann", text)
    #expect(sent.status == 0, "\(sent.errors)", sourceLocation: sourceLocation)
    #expect(sent.duration < .seconds(6), sourceLocation: sourceLocation)
  }
}
