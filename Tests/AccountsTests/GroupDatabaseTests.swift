// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import LinuxSystem
import TestSupport
import Testing

@Suite struct GroupDatabaseTests {
  private func members(of group: String) throws -> [String]? {
    let folder = try TemporaryFolder()
    let (groups, accounts) = (folder.path.appending("group"), folder.path.appending("passwd"))
    try """
    root:x:0:
    wheel:x:10:ops,ann,ops
    staff:x:50:ben
    short:x:7
    broken:x:none:ann
    nobody:x:99:
    """.write(toFile: groups.string, atomically: true, encoding: .utf8)
    try """
    root:x:0:0:root:/root:/bin/sh
    ann:x:1001:50::/home/ann:/bin/sh
    ops:x:1002:10::/home/ops:/bin/sh
    """.write(toFile: accounts.string, atomically: true, encoding: .utf8)
    return GroupDatabase(file: groups, passwd: accounts, getent: "/nonexistent/getent")
      .members(of: group)
  }

  @Test(arguments: [
    ("wheel", ["ann", "ops"]), ("staff", ["ann", "ben"]), ("root", ["root"]), ("broken", ["ann"]),
    ("nobody", []),
  ])
  func `members are the users in the group's line, and those with it as their primary group`(
    group: String, members: [String]
  ) throws {
    #expect(try self.members(of: group) == members)
  }

  @Test(arguments: ["", "WHEEL", "short", "a:b", "a b", "../x", "no-such-group"])
  func `a word that is no group has no members`(group: String) throws {
    #expect(try members(of: group) == nil)
  }
}
