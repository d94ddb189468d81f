// SPDX-License-Identifier: Apache-2.0

import NameDirectory
import Testing

@Suite struct RecipientTests {
  @Test func `an @ in a word separates a name from its realm`() throws {
    let rows: [(String, Recipient)] = [
      ("ann@lab", .realm(name: "ann", realm: "lab")),
      ("*@lab", .realm(name: "*", realm: "lab")),
      ("@staff@lab", .realm(name: "@staff", realm: "lab")),
      ("ann@example.com@lab", .realm(name: "ann@example.com", realm: "lab")),
      ("@staff", .group("staff")),
    ]
    for (text, recipient) in rows {
      let read = try Recipient(text)
      #expect(read == recipient, "\(text)")
      #expect(read.description == text)
    }
    for text in ["ann@", "@", "@@lab", "a/b@lab", "ann@la/b", "**@lab", "\0@lab"] {
      #expect(throws: (any Error).self, "\(text)") { try Recipient(text) }
    }
  }
}
