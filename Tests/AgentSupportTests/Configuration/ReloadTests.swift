// SPDX-License-Identifier: Apache-2.0

import DaemonSupport
import Logging
import Testing

@testable import AgentSupport

/// Which settings need a new start.
@Suite struct ReloadTests {
  static let changes: [(key: String, change: @Sendable (inout AgentConfiguration) -> Void)] = [
    ("display", { $0.display = .terminal }), ("terminals", { $0.terminals = true }),
    ("waiting-messages", { $0.waitingMessages = 7 }),
    ("waiting-bytes", { $0.waitingBytes = 1 << 20 }),
  ]

  @Test(arguments: changes)
  func `a changed setting that needs a new start is named`(
    key: String, change: @Sendable (inout AgentConfiguration) -> Void
  ) {
    let before = AgentConfiguration()
    var after = before
    change(&after)
    #expect(after.startKeys(otherThanIn: before) == [key])
    #expect(AgentConfiguration.settings.contains { $0.key == key })
  }

  @Test func `all other settings apply at once`() {
    var after = AgentConfiguration()
    after.icon = "other"
    after.logLevel = .trace
    after.popupExpiry = .never
    #expect(after.startKeys(otherThanIn: AgentConfiguration()) == [])
  }
}
