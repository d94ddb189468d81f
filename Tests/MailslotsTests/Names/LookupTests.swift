// SPDX-License-Identifier: Apache-2.0

import Accounts
import Glibc
import LinuxSystem
import Testing

@testable import Mailslots

@Suite struct LookupTests {
  /// Paths that exist nowhere else.
  private func withPaths(_ body: (Paths, FilePath) async throws -> Void) async throws {
    let root = try temporaryPath().removingLastComponent()
    defer { try? remove(root) }
    let paths = Paths(
      mailslotRoot: root.appending("run"), spoolRoot: root.appending("spool"),
      runtimeRoot: root.appending("user"))
    try await body(paths, root)
  }

  @Test func `a mailslot is made where it is found`() async throws {
    try await withPaths { paths, root in
      let lookup = MailslotLookup(of: me(), in: paths)
      #expect(
        errorOf { () throws(MailslotError) in try lookup.openWriter(demo) }
          == .notFound(lookup.directories[0].appending("demo")))
      let reader = try lookup.createReader(demo)
      #expect(reader.path == root.appending("run").appending(me().name).appending("demo"))
      try lookup.openWriter(demo).writeBlocking([1])
      #expect(try reader.readAll() == [[1]])
    }
  }

  @Test func `C34: a name with this computer's name leads to the local mailslot`() async throws {
    try await withPaths { paths, _ in
      let lookup = MailslotLookup(of: me(), in: paths)
      let reader = try lookup.createReader(demo)
      let name = try MailslotName(#"\\\#(HostName.current)\mailslot\demo"#)
      try lookup.openWriter(name).writeBlocking([1])
      #expect(try lookup.status(of: name).path == reader.path)
      #expect(try lookup.path(of: name) == reader.path)
      #expect(try reader.readAll() == [[1]])
      let other = try MailslotName(#"\\not-\#(HostName.current)\mailslot\demo"#)
      #expect(
        errorOf { () throws(MailslotError) in try lookup.openWriter(other) } == .remote(other))
      #expect(MailslotError.remote(other).win32Code == 3025)
    }
  }

  @Test func `the path of a mailslot that does not exist is where a reader makes it`() async throws
  {
    try await withPaths { paths, root in
      let lookup = MailslotLookup(of: me(), in: paths)
      // The system's place cannot be made as long as its parent does not exist.
      let personal = try lookup.path(of: demo)
      #expect(personal == lookup.directories[1].appending("demo"))
      mkdir(root.appending("run").string, 0o755)
      let system = try lookup.path(of: demo)
      #expect(system == lookup.directories[0].appending("demo"))
      #expect(try lookup.createReader(demo).path == system)
    }
  }

  @Test func `the account's own mailslots come before the machine's`() async throws {
    try await withPaths { paths, _ in
      let lookup = MailslotLookup(of: me(), in: paths)
      let machine = try TrustedDirectory.make(
        paths.machineMailslots, ownedBy: geteuid(), permissions: FilePermissions(rawValue: 0o755))
      let shared = try MailslotReader(creating: demo, in: machine)
      try lookup.openWriter(demo).writeBlocking([1])
      let own = try lookup.createReader(demo)
      try lookup.openWriter(demo).writeBlocking([2])
      #expect(try shared.readAll() == [[1]])
      #expect(try own.readAll() == [[2]])
    }
  }

  @Test func `a directory that another user made is skipped`() async throws {
    try await withPaths { paths, root in
      let lookup = MailslotLookup(of: me(), in: paths)
      // A file where the directory would be is as little ours as a directory of another user's.
      let system = lookup.directories[0]
      _ = try TrustedDirectory.make(
        system.removingLastComponent(), ownedBy: geteuid(),
        permissions: FilePermissions(rawValue: 0o755))
      if geteuid() == 0 {
        mkdir(system.string, 0o755)
        #expect(chown(system.string, 65534, 65534) == 0)
      } else {
        #expect(symlink("/", system.string) == 0)
      }
      let reader = try lookup.createReader(demo)
      #expect(reader.path == lookup.directories[1].appending("demo"))
      try lookup.openWriter(demo).writeBlocking([1])
      #expect(try reader.readAll() == [[1]])
      // Without a mailslot of the name, the error of the skipped directory is thrown.
      let error = errorOf { () throws(MailslotError) in
        try lookup.openWriter(MailslotName("other"))
      }
      #expect(
        error
          == .place(
            geteuid() == 0 ? .foreignOwner(system, userID: 65534) : .notADirectory(system)))
    }
  }

  @Test func `a writer waits for a mailslot whose very directories are missing`() async throws {
    // Made while the writer is just looking, at a different moment each time.
    for round in 0..<100 {
      try await withPaths { paths, _ in
        let lookup = MailslotLookup(of: me(), in: paths)
        async let error = onThread {
          errorOf { () throws(MailslotError) in
            try lookup.openWriterBlocking(demo, waitingUntil: .after(.seconds(30))).writeBlocking([
              1
            ])
          }
        }
        for _ in 0..<round { await Task.yield() }
        let reader = try lookup.createReader(demo)
        #expect(try await reader.next(timeout: .seconds(30))?.bytes == [1])
        #expect(await error == nil)
      }
    }
  }

  @Test func `a task waits for a mailslot, and blocks no thread`() async throws {
    try await withPaths { paths, _ in
      let lookup = MailslotLookup(of: me(), in: paths)
      // More tasks than the pool has threads.
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<64 as Range<UInt8> {
          group.addTask {
            try await lookup.openWriter(demo, waiting: .seconds(30)).write([number])
          }
        }
        await Task.yield()
        let reader = try lookup.createReader(demo)
        var received: Set<UInt8> = []
        for _ in 0..<64 {
          received.formUnion(try await reader.next(timeout: .seconds(30))?.bytes ?? [])
        }
        #expect(received.count == 64)
        try await group.waitForAll()
      }
      let missing = try MailslotName("missing")
      let path = try lookup.path(of: missing)
      await #expect(throws: MailslotError.notFound(path)) {
        try await lookup.openWriter(missing, waiting: .milliseconds(20))
      }
      let task = Task {  // It is cancelled below.
        _ = try await lookup.openWriter(missing, waiting: nil)
      }
      task.cancel()
      await #expect(throws: MailslotError.aborted) { try await task.value }
    }
  }

  @Test func `a writer does not wait longer than it was told`() async throws {
    try await withPaths { paths, _ in
      let lookup = MailslotLookup(of: me(), in: paths)
      let time = elapsed {
        let error = errorOf { () throws(MailslotError) in
          try lookup.openWriterBlocking(demo, waitingUntil: .after(.milliseconds(100)))
        }
        #expect(error == .notFound(lookup.directories[0].appending("demo")))
      }
      #expect(time >= .milliseconds(95))
    }
  }

  @Test func `what can be seen of mailslots is right`() async throws {
    try await withPaths { paths, _ in
      let lookup = MailslotLookup(of: me(), in: paths)
      #expect(lookup.statuses() == [])
      let reader = try lookup.createReader(
        MailslotName(#"a\b"#), options: MailslotOptions(writers: .owner))
      let long = try MailslotName(String(repeating: "x", count: 200))
      let other = try lookup.createReader(long)
      close(open(reader.path.removingLastComponent().appending("junk").string, O_CREAT, 0o600))
      let statuses = lookup.statuses()
      #expect(statuses.map(\.name) == [try MailslotName(#"a\b"#), nil])
      #expect(statuses.map(\.path) == [reader.path, other.path])
      #expect(statuses.map(\.hasReader) == [true, true])
      #expect(statuses[0].permissions.rawValue == 0o600)
      #expect(statuses[0].userID == geteuid())
      #expect(try lookup.status(of: long) == statuses[1])
      reader.close()
      #expect(
        errorOf { () throws(MailslotError) in try lookup.status(of: MailslotName(#"a\b"#)) }
          == .notFound(reader.path))
    }
  }
}
