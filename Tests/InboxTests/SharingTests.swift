// SPDX-License-Identifier: Apache-2.0

import GRDB
import Glibc
import LinuxSystem
import Messages
import Testing

@testable import Inbox

@Suite struct SharingTests {
  @Test func `another process reads stored messages, and its marks are read here`() async throws {
    try await withInbox { inbox in
      try inbox.add(delivery("hello"), delivery())
      #expect(try sqlite(inbox.path, "SELECT text FROM message WHERE number = 1") == "hello")
      let mark =
        "UPDATE message SET state = 3, shownAt = 7, readAt = 7, stateAt = 7 WHERE number = 1"
      #expect(try sqlite(inbox.path, mark) == "")
      #expect(try inbox.message(number: 1)?.state == .read)
      #expect(try inbox.counts().unread == 1)
    }
  }

  @Test func `two inboxes write to one file at the same time and lose nothing`() async throws {
    try await withInbox { first in
      let second = try Inbox.open(at: first.path, ifCorrupt: .refuse)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for inbox in [first, second] {
          group.addTask {
            for _ in 0..<50 { _ = try await inbox.run { try $0.store([delivery(), delivery()]) } }
          }
        }
        try await group.waitForAll()
      }
      let records = try first.messages(after: 0, limit: 999)
      #expect(records.map(\.number) == Array(1...200))
      #expect(records.map(\.change) == Array(1...200))
      _ = try second.mark(records.map(\.number), as: .read, at: time(1))
      #expect(try first.counts().unread == 0)
      try second.close()
    }
  }

  static let forbidden = [
    "INSERT INTO message (number, id) VALUES (9, x'00')",
    "UPDATE message SET state = 7", "UPDATE message SET state = -1",
    "UPDATE message SET state = 3", "UPDATE message SET readAt = 1",
    "UPDATE message SET answer = 'yes'", "UPDATE message SET id = x'0011'",
    "UPDATE message SET urgency = 3", "UPDATE message SET senderID = -1",
    "UPDATE message SET text = NULL", "UPDATE message SET arrivedAt = 'now'",
    "UPDATE message SET origin = ''", "UPDATE counter SET number = -1",
    "INSERT INTO counter VALUES (2, 0, 0, 0, 0)", "INSERT INTO setting VALUES ('', 'x', 1)",
    "INSERT INTO message SELECT * FROM message",
  ]

  @Test(arguments: forbidden)
  func `the schema refuses impossible values`(statement: String) async throws {
    try await withInbox { inbox in
      try inbox.add(delivery())
      let record = try inbox.message(number: 1)
      let output = try sqlite(inbox.path, statement)
      #expect(output.contains("constraint") || output.contains("cannot store"), "\(output)")
      #expect(try inbox.message(number: 1) == record)
    }
  }

  @Test func `a write by another process wakes a watcher`() async throws {
    try await withInbox { inbox in
      let path = inbox.path
      try inbox.add(delivery())
      try await inbox.withChanges { changes in
        var iterator = changes.makeAsyncIterator()
        _ = await iterator.next()
        _ = try sqlite(path, "INSERT INTO setting VALUES ('dnd', 'on', 99)")
        _ = await iterator.next()
        #expect(try inbox.setting("dnd") == "on")
      }
    }
  }

  @Test func `a watch that begins during a commit reports it`() async throws {
    try await withInbox { inbox in
      let second = try Inbox.open(at: inbox.path, ifCorrupt: .refuse)
      let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          try await second.run { inbox in
            try inbox.write { database in
              try database.execute(sql: "INSERT INTO setting VALUES ('dnd', 'on', 99)")
              continuation.yield()
              // A slow disk.
              usleep(100_000)
            }
          }
        }
        for await _ in begun { break }
        let value = try await inbox.withChanges { changes in
          var iterator = changes.makeAsyncIterator()
          _ = await iterator.next()
          return try inbox.setting("dnd")
        }
        #expect(value == "on")
        try await group.waitForAll()
      }
      try second.close()
    }
  }

  @Test func `a full disk is reported, and nothing of the batch is stored`() async throws {
    try await withInbox { inbox in
      let text = String(repeating: "x", count: 60_000)
      try inbox.add(delivery())
      _ = try inbox.pragma("max_page_count = 60")
      let batch = (0..<64).map { _ in delivery(text) }
      #expect(throws: InboxError.diskFull(inbox.path)) { try inbox.store(batch) }
      #expect(try inbox.counts().total == 1)
      _ = try inbox.pragma("max_page_count = 100000")
      #expect(try inbox.store(batch).count == 64)
      #expect(try inbox.counts().total == 65)
    }
  }

  @Test func `a full file system is reported, and does not damage the inbox`() async throws {
    try await withDirectory { directory in
      let mount = try run(
        "/usr/bin/mount", ["-t", "tmpfs", "-o", "size=1M,mode=700", "x", directory.string])
      try #require(mount == "", "run as root in a namespace that may mount: \(mount)")
      defer { _ = try? run("/usr/bin/umount", ["-l", directory.string]) }
      let inbox = try Inbox.open(at: directory.appending("inbox.sqlite"), ifCorrupt: .refuse)
      let text = String(repeating: "x", count: 20_000)
      var stored = 0
      #expect(throws: InboxError.diskFull(inbox.path)) {
        for _ in 0..<200 { stored += try inbox.add(delivery(text)).count }
      }
      #expect(stored > 5)
      #expect(try inbox.counts().total == stored)
      _ = try run("/usr/bin/mount", ["-o", "remount,size=8M", directory.string])
      #expect(try inbox.add(delivery(text)) == [Int64(stored + 1)])
      #expect(try sqlite(inbox.path, "PRAGMA integrity_check") == "ok")
      try inbox.close()
    }
  }
}
