// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Inbox

@Suite struct MessageColumnTests {
  @Test func `the table has the listed columns, and one that records do not contain`() async throws
  {
    try await withInbox { inbox in
      let names = try sqlite(inbox.path, "SELECT name FROM pragma_table_info('message')")
        .split(separator: "\n").map(String.init)
      #expect(Set(names) == Set(MessageColumn.allCases.map { "\($0)" }).union(["isHeld"]))
    }
  }

  @Test func `the statements have each column, in the order of the list`() {
    #expect(MessageColumn.insertion.hasPrefix("INSERT INTO message (number, id, state, stateAt, "))
    #expect(MessageColumn.insertion.count { $0 == "?" } == 27)
    #expect(MessageColumn.selection.hasSuffix(", message.rawText, message.answer, message.waits"))
  }
}
