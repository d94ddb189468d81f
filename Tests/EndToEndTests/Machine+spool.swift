// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

extension Machine {
  /// Waits until the agent of a user has looked at all that is in the user's spool; what ends in
  /// `0000009.msg` may stay.
  func waitUntilSpoolIsRead(by user: String) throws {
    let waiting = try start(
      [
        "/bin/sh", "-c",
        "until test -z \"$(ls /var/spool/messngr/\(user)/*.msg 2>/dev/null | grep -v 0000009.msg)\"; do sleep 0.05; done",
      ],
      as: user)
    #expect(try waiting.finish().status == 0)
  }
}
