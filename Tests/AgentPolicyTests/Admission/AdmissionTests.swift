// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import AgentPolicy

@Suite struct AdmissionTests {
  static let network = Origin.datagram(address: "192.0.2.7")

  struct Row: CustomTestStringConvertible {
    let sender: UInt32
    let name: String
    let origin: Origin
    let byteCount: Int
    let usage: Admission.Usage
    let networkUsage: Admission.Usage
    let lists: [String: [String]]
    let expected: Admission

    init(
      _ sender: UInt32, _ name: String, by origin: Origin = .mailslot, bytes byteCount: Int = 10,
      messages: Int = 0, unread: Int = 0, network: Int = 0, lists: [String: [String]] = [:],
      _ expected: Admission
    ) {
      (self.sender, self.name, self.origin, self.byteCount) = (sender, name, origin, byteCount)
      usage = Admission.Usage(messageCount: messages, byteCount: unread)
      networkUsage = Admission.Usage(messageCount: network)
      (self.lists, self.expected) = (lists, expected)
    }

    var testDescription: String {
      "\(name) (\(sender)) by \(origin), \(byteCount) bytes, \(usage), \(lists)"
    }
  }

  static let rows = [
    Row(1001, "bob", .admit),
    Row(1001, "bob", by: .spool, .admit),
    Row(998, "gateway", by: network, .admit),
    // Length.
    Row(1001, "bob", bytes: 1000, .admit),
    Row(1001, "bob", bytes: 1001, .refuse(.invalidParameter)),
    Row(0, "root", bytes: 1001, .refuse(.invalidParameter)),
    Row(1001, "bob", by: .spool, bytes: 1001, .admit),
    Row(1001, "bob", by: .spool, lists: ["deny": ["bob"]], .refuse(.accessDenied)),
    Row(1001, "bob", by: .spool, messages: 3, .refuse(.notEnoughQuota)),
    // Lists: names, numbers, and addresses only for the network.
    Row(1001, "bob", lists: ["deny": ["bob"]], .refuse(.accessDenied)),
    Row(1001, "bob", lists: ["deny": ["1001"]], .refuse(.accessDenied)),
    Row(1001, "bob", lists: ["deny": ["Bob", "1002", "192.0.2.7"]], .admit),
    Row(0, "root", lists: ["deny": ["root"]], .refuse(.accessDenied)),
    Row(1000, "me", lists: ["deny": ["1000"]], .refuse(.accessDenied)),
    Row(998, "gateway", by: network, lists: ["deny": ["192.0.2.0/24"]], .refuse(.accessDenied)),
    Row(998, "gateway", by: network, lists: ["deny": ["gateway", "998"]], .admit),
    Row(1001, "bob", lists: ["allow": ["bob"]], .admit),
    Row(1001, "bob", lists: ["allow": ["bob"], "deny": ["bob"]], .refuse(.accessDenied)),
    Row(1001, "bob", lists: ["allow": ["alice"]], .refuse(.accessDenied)),
    Row(0, "root", lists: ["allow": ["alice"]], .admit),
    Row(1000, "me", lists: ["allow": ["alice"]], .admit),
    Row(998, "gateway", by: network, lists: ["allow": ["alice"]], .refuse(.accessDenied)),
    Row(0, "root", by: network, lists: ["allow": ["root"]], .refuse(.accessDenied)),
    Row(998, "gateway", by: network, lists: ["allow": ["192.0.2.7"]], .admit),
    // Quotas.
    Row(1001, "bob", messages: 2, .admit),
    Row(1001, "bob", messages: 3, .refuse(.notEnoughQuota)),
    Row(1001, "bob", unread: 1990, .admit),
    Row(1001, "bob", unread: 1991, .refuse(.notEnoughQuota)),
    Row(1001, "bob", messages: 3, lists: ["allow": ["bob"]], .refuse(.notEnoughQuota)),
    Row(0, "root", messages: 3, unread: .max, .admit),
    Row(1000, "me", messages: 3, unread: .max, .admit),
    Row(1001, "bob", messages: 2, network: 12, .admit),
    Row(998, "gateway", by: network, network: 11, .admit),
    Row(998, "gateway", by: network, network: 12, .refuse(.notEnoughQuota)),
    Row(0, "root", by: network, messages: 3, .refuse(.notEnoughQuota)),
  ]

  @Test(arguments: rows) func `the table decides`(row: Row) {
    var policy = AdmissionPolicy()
    policy.largestMessage = 1000
    policy.senderMessages = 3
    policy.senderBytes = 2000
    policy.allow = row.lists["allow", default: []].compactMap { SenderPattern($0) }
    policy.deny = row.lists["deny", default: []].compactMap { SenderPattern($0) }
    let decided = Admission(
      sender: row.sender, name: row.name, origin: row.origin, textByteCount: row.byteCount,
      byteCount: row.byteCount, owner: 1000, usage: row.usage, poolUsage: row.networkUsage,
      policy)
    #expect(decided == row.expected)
  }
}
