// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inbox
import LinuxSystem

extension Sandbox {
  /// The user's inbox as the library has it, beside whatever agent has it open.
  func openInbox() throws -> Inbox {
    try Inbox.open(
      at: FilePath(folder.path).appending("state/messngr/inbox.sqlite"), ifCorrupt: .refuse)
  }
}
