// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import LinuxSystem
import NameDirectory
import TestSupport
import Testing

@Suite struct RealmNamesTests {
  @Test func `the names are those of the file, in any case of letters`() throws {
    let names = try #require(RealmNames("realm lab\nann\nbob\n"))
    #expect(names.realm == "lab" && !names.isOpen)
    #expect(names.contains("Ann") && names.contains("bob"))
    #expect(!names.contains("realm lab") && !names.contains("carol") && !names.contains(""))
    let open = try #require(RealmNames("realm lab\nopen\nann\n"))
    #expect(open.isOpen && open.contains("ann") && !open.contains("open"))
    #expect(RealmNames("") == nil && RealmNames("ann\n") == nil)
  }

  @Test func `a file is read only where the relay owns the directory`() throws {
    let folder = try TemporaryFolder()
    let paths = Paths(mailslotRoot: folder.path)
    let relay = Account(
      name: Account.relayName, userID: CurrentProcess.effectiveUserID,
      groupID: CurrentProcess.effectiveGroupID, home: "/nonexistent")
    #expect(RealmNames(of: relay, in: paths) == nil)
    let directory = paths.mailslots(of: relay)[0]
    try FileSystem.createDirectory(directory, permissions: .ownerReadWriteExecute)
    try "realm lab\nann\n".write(
      toFile: "\(directory)/names", atomically: false, encoding: .utf8)
    #expect(RealmNames(of: relay, in: paths)?.contains("ann") == true)
    // Any user could write names into such a directory.
    chmod(directory.string, 0o777)
    #expect(RealmNames(of: relay, in: paths) == nil)
  }
}
