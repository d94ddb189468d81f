// SPDX-License-Identifier: Apache-2.0

import Accounts
import Glibc
import LinuxSystem
import Testing

@testable import Mailslots

@Suite struct CreationTests {
  @Test func `C1, C26: a mailslot that was made can be opened`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      #expect(writer.path == reader.path)
      #expect(reader.path == directory.path.appending("demo"))
    }
  }

  @Test func `C6: two mailslots may exist of which one name begins with the other`() async throws {
    try await withDirectory { directory in
      let (a, b) = (try MailslotName("a"), try MailslotName(#"a\b"#))
      let readers = (
        try MailslotReader(creating: b, in: directory),
        try MailslotReader(creating: a, in: directory)
      )
      try MailslotWriter(opening: a, in: directory).writeBlocking([1])
      try MailslotWriter(opening: b, in: directory).writeBlocking([2])
      #expect(try readers.0.readAll() == [[2]])
      #expect(try readers.1.readAll() == [[1]])
    }
  }

  @Test(arguments: [#"\\*\mailslot\x"#, #"\\HOST\mailslot\x"#])
  func `C14: a mailslot is made only on this computer`(text: String) async throws {
    let name = try MailslotName(text)
    try await withDirectory { directory in
      let error = errorOf { () throws(MailslotError) in
        try MailslotReader(creating: name, in: directory)
      }
      #expect(error == .invalidName(text))
      #expect(error?.win32Code == 123)
      let opening = errorOf { () throws(MailslotError) in
        try MailslotWriter(opening: name, in: directory)
      }
      #expect(opening == .remote(name))
      #expect(opening?.win32Code == 3025)
    }
  }

  @Test func `C15: a maximum of 0 allows any size`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      try MailslotWriter(opening: demo, in: directory).writeBlocking(
        [UInt8](repeating: 1, count: 60_000))
      #expect(try reader.info().maximumMessageSize == 0)
      #expect(try reader.info().nextMessageSize == 60_000)
    }
  }

  @Test func `C16: the largest maximum and waiting for ever are kept as they are`() async throws {
    try await withDirectory { directory in
      let options = MailslotOptions(maximumMessageSize: 0xFFFF_FFFF, readTimeout: nil)
      let reader = try MailslotReader(creating: demo, in: directory, options: options)
      #expect(try reader.info().maximumMessageSize == 0xFFFF_FFFF)
      #expect(try reader.info().readTimeout == nil)
    }
  }

  @Test(arguments: ["x", "X", #"\\.\MAILSLOT\X"#])
  func `C7, C17: a name has one reader, in every spelling`(text: String) async throws {
    let (first, second) = (try MailslotName("x"), try MailslotName(text))
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: first, in: directory)
      let error = errorOf { () throws(MailslotError) in
        try MailslotReader(creating: second, in: directory)
      }
      #expect(error == .alreadyExists(reader.path))
      #expect(error?.win32Code == 183)
    }
  }

  @Test func `C17: a name has one reader among processes`() async throws {
    let root = try temporaryPath()
    defer { try? remove(root.removingLastComponent()) }
    let arguments = ["read", "x", "--count", "1"]
    let first = try Child.mailslot(arguments, root: root)
    let lookup = MailslotLookup(of: me(), in: Paths(mailslotRoot: root))
    let writer = try lookup.openWriterBlocking(
      MailslotName("x"), waitingUntil: .after(.seconds(10)))
    #expect(try Child.mailslot(arguments, root: root).wait() == 73)
    try writer.writeBlocking([])
    #expect(first.wait() == 0)
  }

  @Test func `C18: a closed name is free at once and empty`() async throws {
    try await withDirectory { directory in
      for _ in 0..<3 {
        let reader = try MailslotReader(creating: demo, in: directory)
        #expect(try reader.info().messageCount == 0)
        try MailslotWriter(opening: demo, in: directory).writeBlocking([1])
        reader.close()
      }
    }
  }

  @Test(
    arguments: [
      (.everyone, 0o666), (.group, 0o660), (.owner, 0o600),
    ] as [(MailslotOptions.Writers, UInt32)])
  func `C20: the mode decides which users may write, without regard to the umask`(
    writers: MailslotOptions.Writers, mode: UInt32
  ) async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(
        creating: demo, in: directory, options: MailslotOptions(writers: writers))
      #expect(try reader.path.stat().permissions.rawValue == mode)
      let lock = directory.path.appending("demo.lock")
      #expect(try lock.stat().permissions.rawValue == 0o600)
    }
  }

  @Test func `C20: a user who may not write by the mode cannot open`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(
        creating: demo, in: directory, options: MailslotOptions(writers: .owner))
      // Root may always write, so the test takes the file rights of another user. For other users the
      // mode 0 is enough.
      let path = directory.path
      if geteuid() != 0 { chmod(reader.path.string, 0) }
      let error = await asUser(geteuid() == 0 ? 65534 : geteuid()) {
        errorOf { () throws(MailslotError) in
          try MailslotWriter(opening: demo, in: trusted(path))
        }
      }
      #expect(error == .accessDenied(reader.path))
      #expect(error?.win32Code == 5)
    }
  }

  @Test func `C80: of many threads that make one name at once, one succeeds`() async throws {
    try await withDirectory { directory in
      let path = directory.path
      for _ in 0..<20 {
        let results = await withTaskGroup(of: Result<MailslotReader, MailslotError>.self) { group in
          for _ in 0..<8 {
            group.addTask {
              await onThread {
                Result { () throws(MailslotError) in
                  try MailslotReader(creating: demo, in: trusted(path))
                }
              }
            }
          }
          return await group.reduce(into: []) { $0.append($1) }
        }
        let readers = results.compactMap { try? $0.get() }
        #expect(readers.count == 1)
        for case .failure(let error) in results {
          #expect(error == .alreadyExists(path.appending("demo")))
        }
        readers.forEach { $0.close() }
      }
    }
  }

  @Test func `C80: of many processes that make one name at once, one succeeds`() async throws {
    let root = try temporaryPath()
    defer { try? remove(root.removingLastComponent()) }
    let children = try (0..<8).map { _ in
      try Child.mailslot(["read", "x", "--count", "1"], root: root)
    }
    let lookup = MailslotLookup(of: me(), in: Paths(mailslotRoot: root))
    let writer = try lookup.openWriterBlocking(
      MailslotName("x"), waitingUntil: .after(.seconds(20)))
    Child.waitForEnds(of: children, count: 7)
    try writer.writeBlocking([])
    let ends = children.map { $0.wait() }
    #expect(ends.filter { $0 == 0 }.count == 1)
    #expect(ends.allSatisfy { $0 == 0 || $0 == 73 })
  }
}

/// The directory of a test that was made and checked before.
func trusted(_ path: FilePath) throws(MailslotError) -> TrustedDirectory {
  do throws(DirectoryTrustError) {
    return try TrustedDirectory(path, ownedBy: geteuid())
  } catch {
    throw .place(error)
  }
}

/// The account that runs the tests.
func me() -> Account {
  AccountDatabase().account(userID: geteuid())
    ?? Account(name: String(geteuid()), userID: geteuid(), groupID: getegid(), home: "/")
}
