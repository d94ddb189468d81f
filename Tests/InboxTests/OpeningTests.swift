// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import LinuxSystem
import Messages
import Testing

@testable import Inbox

@Suite struct OpeningTests {
  @Test func `only its owner can read a new inbox`() async throws {
    try await withDirectory { directory in
      let path = directory.appending("state/messngr/inbox.sqlite")
      let inbox = try Inbox.open(at: path, ifCorrupt: .refuse)
      try inbox.add(delivery())
      for file in ["inbox.sqlite", "inbox.sqlite-wal", "inbox.sqlite-shm"] {
        let status = try path.removingLastComponent().appending(file).stat()
        #expect(status.permissions == .ownerReadWrite, "\(file)")
      }
      #expect(try path.removingLastComponent().stat().permissions == .ownerReadWriteExecute)
      try inbox.close()
    }
  }

  @Test func `every commit waits for the disk`() async throws {
    try await withInbox { inbox in
      #expect(try sqlite(inbox.path, "PRAGMA journal_mode") == "wal")
      try inbox.add(delivery())
      #expect(try inbox.pragma("synchronous") == 2)
    }
  }

  @Test func `stored messages are there after closing and opening`() async throws {
    try await withDirectory { directory in
      let path = directory.appending("inbox.sqlite")
      for count in 1...3 {
        let inbox = try Inbox.open(at: path, ifCorrupt: .refuse)
        #expect(try inbox.add(delivery()) == [Int64(count)])
        #expect(try inbox.counts().total == count)
        try inbox.close()
      }
    }
  }

  @Test func `an inbox can be opened whose maker was killed`() async throws {
    try await withDirectory { directory in
      let (path, other) = (directory.appending("inbox.sqlite"), directory.appending("other"))
      let queue = try DatabaseQueue(path: other.string)
      try queue.writeWithoutTransaction { database in
        // More than the cache holds, so SQLite writes to the file before the commit.
        try database.execute(
          sql: "PRAGMA cache_size = 1; BEGIN IMMEDIATE; CREATE TABLE filler (bytes BLOB)")
        for _ in 1...64 {
          try database.execute(sql: "INSERT INTO filler VALUES (zeroblob(4096))")
        }
        for suffix in ["", "-journal"] {
          try FileManager.default.copyItem(atPath: "\(other)\(suffix)", toPath: "\(path)\(suffix)")
        }
        try database.execute(sql: "ROLLBACK")
      }
      #expect(try path.stat().size > 4096)
      let inbox = try Inbox.open(at: path, ifCorrupt: .refuse)
      #expect(try inbox.add(delivery()) == [1])
      try inbox.close()
    }
  }

  @Test func `many may open a new inbox at the same time`() async throws {
    try await withDirectory { directory in
      let path = directory.appending("inbox.sqlite")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask {
            let inbox = try Inbox.open(at: path, ifCorrupt: .refuse)
            for _ in 0..<20 { try inbox.add(delivery()) }
            try inbox.close()
          }
        }
        try await group.waitForAll()
      }
      let inbox = try Inbox.open(at: path, ifCorrupt: .refuse)
      #expect(try inbox.counts().total == 160)
      #expect(try inbox.messages(after: 0, limit: 999).map(\.number) == Array(1...160))
      try inbox.close()
    }
  }

  @Test
  func `a file that others may write is refused, and one that others may read becomes private`()
    async throws
  {
    try await withDirectory { directory in
      let path = directory.appending("inbox.sqlite")
      try Inbox.open(at: path, ifCorrupt: .refuse).close()
      #expect(chmod(path.string, 0o644) == 0)
      try Inbox.open(at: path, ifCorrupt: .refuse).close()
      #expect(try path.stat().permissions == .ownerReadWrite)
      #expect(chmod(path.string, 0o620) == 0)
      #expect(throws: InboxError.writableByOthers(path)) {
        try Inbox.open(at: path, ifCorrupt: .refuse)
      }
    }
  }

  @Test func `a file of another user is refused`() async throws {
    try #require(geteuid() == 0, "run as root, who can give files away")
    try await withDirectory { directory in
      let path = directory.appending("inbox.sqlite")
      try Inbox.open(at: path, ifCorrupt: .refuse).close()
      #expect(chown(path.string, 65_534, 0) == 0)
      #expect(throws: InboxError.foreignOwner(path, userID: 65_534)) {
        try Inbox.open(at: path, ifCorrupt: .refuse)
      }
      #expect(chown(directory.string, 65_534, 0) == 0)
      #expect(throws: InboxError.directory(.foreignOwner(directory, userID: 65_534))) {
        try Inbox.open(at: path, ifCorrupt: .refuse)
      }
    }
  }

  @Test func `links and directories are refused`() async throws {
    try await withDirectory { directory in
      let (path, target) = (directory.appending("inbox.sqlite"), directory.appending("target"))
      #expect(symlink(target.string, path.string) == 0)
      #expect(throws: InboxError.notAFile(path)) { try Inbox.open(at: path, ifCorrupt: .refuse) }
      #expect(unlink(path.string) == 0)
      #expect(mkdir(path.string, 0o700) == 0)
      #expect(throws: InboxError.notAFile(path)) { try Inbox.open(at: path, ifCorrupt: .refuse) }
    }
  }

  @Test func `a damaged file is refused, or set aside on request`() async throws {
    try await withDirectory { directory in
      let path = directory.appending("inbox.sqlite")
      let garbage = Data((0..<9000).map { UInt8(truncatingIfNeeded: $0 &* 7) })
      try garbage.write(to: URL(fileURLWithPath: path.string))
      #expect(chmod(path.string, 0o600) == 0)
      #expect(throws: InboxError.corrupt(path)) { try Inbox.open(at: path, ifCorrupt: .refuse) }
      let inbox = try Inbox.open(at: path, ifCorrupt: .setAside(at: UnixTime(milliseconds: 77)))
      let setAside = directory.appending("inbox.sqlite.corrupt-77")
      #expect(inbox.corruption?.setAside == setAside && inbox.corruption?.path == path)
      #expect(try inbox.add(delivery()) == [1])
      #expect(try Data(contentsOf: URL(fileURLWithPath: setAside.string)) == garbage)
      try inbox.close()
    }
  }

  @Test func `an inbox cut in the middle is noticed when it is opened`() async throws {
    try await withDirectory { directory in
      let path = directory.appending("inbox.sqlite")
      let inbox = try Inbox.open(at: path, ifCorrupt: .refuse)
      _ = try inbox.store((0..<100).map { _ in delivery() })
      try inbox.close()
      #expect(truncate(path.string, 8192) == 0)
      #expect(throws: InboxError.corrupt(path)) { try Inbox.open(at: path, ifCorrupt: .refuse) }
    }
  }

  @Test func `the database of another program is left alone`() async throws {
    try await withDirectory { directory in
      let path = directory.appending("inbox.sqlite")
      _ = try sqlite(path, "CREATE TABLE bookmark (url TEXT)")
      #expect(chmod(path.string, 0o600) == 0)
      let before = try Data(contentsOf: URL(fileURLWithPath: path.string))
      #expect(throws: InboxError.notAnInbox(path)) { try Inbox.open(at: path, ifCorrupt: .refuse) }
      #expect(try Data(contentsOf: URL(fileURLWithPath: path.string)) == before)
    }
  }

  @Test func `a newer inbox is left alone`() async throws {
    try await withDirectory { directory in
      let path = directory.appending("inbox.sqlite")
      try Inbox.open(at: path, ifCorrupt: .refuse).close()
      _ = try sqlite(path, "INSERT INTO grdb_migrations VALUES ('of the year 2030')")
      let before = try Data(contentsOf: URL(fileURLWithPath: path.string))
      #expect(throws: InboxError.newerSchema(path)) {
        try Inbox.open(at: path, ifCorrupt: .setAside(at: time(0)))
      }
      #expect(try Data(contentsOf: URL(fileURLWithPath: path.string)) == before)
    }
  }

  @Test func `a closed inbox says so`() async throws {
    try await withDirectory { directory in
      let inbox = try Inbox.open(at: directory.appending("inbox.sqlite"), ifCorrupt: .refuse)
      try inbox.close()
      #expect(throws: InboxError.self) { try inbox.add(delivery()) }
    }
  }
}
