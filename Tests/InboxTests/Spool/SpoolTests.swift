// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import Messages
import Testing

@testable import Inbox

@Suite struct SpoolTests {
  /// Runs `body` with a spool into which all users may drop files.
  private func withSpool<Value>(_ body: (Spool, FilePath) async throws -> Value) async throws
    -> Value
  {
    try await withDirectory { directory in
      let path = directory.appending("spool")
      #expect(mkdir(path.string, 0) == 0 && chmod(path.string, 0o1733) == 0)
      return try await body(
        Spool(try TrustedDirectory(path, ownedBy: geteuid()), of: geteuid()), path)
    }
  }

  /// Leaves a message as a sender does, and returns its path.
  @discardableResult
  private func drop(
    _ body: [UInt8], id: MessageID = MessageID(), in spool: FilePath, mode: mode_t = 0o1644
  ) throws -> FilePath {
    let temporary = spool.appending(".\(id)")
    let path = spool.appending("\(id).msg")
    try write(body, to: temporary)
    #expect(chmod(temporary.string, mode) == 0 && rename(temporary.string, path.string) == 0)
    return path
  }

  /// A message for the owner of the spool.
  private func message(_ text: String = "x", for userID: UInt32 = geteuid()) throws -> [UInt8] {
    MailslotBody.addressed(
      try MailslotBody.encode(Message(from: "ops", to: "lab", text: text)), to: userID)
  }

  private func names(_ path: FilePath) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path.string).sorted()
  }

  private var now: UnixTime {
    UnixTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
  }

  @Test func `a message is read with its sender, and is gone when it is removed`() async throws {
    try await withSpool { spool, path in
      let id = MessageID()
      let file = try drop(message("Lunch?"), id: id, in: path)
      #expect(chown(file.string, geteuid() == 0 ? 1234 : geteuid(), getegid()) == 0)
      let entry = try #require(try spool.scan(now: now).entries.first)
      #expect(entry.id == id && entry.sender == (geteuid() == 0 ? 1234 : geteuid()))
      #expect(try MailslotBody(decoding: entry.body) { _ in "" }.message.text == "Lunch?")
      #expect(try spool.scan(now: now).entries == [entry])
      try spool.remove(entry)
      #expect(try names(path) == [])
      try spool.remove(entry)
    }
  }

  @Test func `the oldest comes first`() async throws {
    try await withSpool { spool, path in
      for seconds in [50, 10, 30, 20, 40] {
        let file = try drop(message("\(seconds)"), in: path)
        let times = [timespec](repeating: timespec(tv_sec: seconds, tv_nsec: 0), count: 2)
        #expect(utimensat(AT_FDCWD, file.string, times, 0) == 0)
      }
      let texts = try spool.scan(now: now).entries.map {
        try MailslotBody(decoding: $0.body) { _ in "" }.message.text
      }
      #expect(texts == ["10", "20", "30", "40", "50"])
    }
  }

  @Test func `an unfinished file stays, and an abandoned one is removed`() async throws {
    try await withSpool { spool, path in
      for name in [".new", ".\(MessageID()).msg", "\(MessageID()).msg"] {
        try write(name.hasPrefix(".") ? [1] : [], to: path.appending(name))
      }
      #expect(try spool.scan(now: now) == Spool.Scan())
      #expect(try names(path).count == 3)
      let later = now.advanced(bySeconds: 3700)
      #expect(try spool.scan(now: later).refusals == [.abandoned: 3])
      #expect(try names(path) == [])
    }
  }

  @Test func `only regular files are read, and nothing else blocks or is followed`() async throws {
    try await withSpool { spool, path in
      func place(_ make: (String) -> CInt) {
        #expect(make(path.appending("\(MessageID()).msg").string) == 0)
      }
      place { mkfifo($0, 0o644) }
      place { symlink("/etc/passwd", $0) }
      place { symlink($0, $0) }
      place { mkdir($0, 0o755) }
      place { mknod($0, S_IFSOCK | 0o644, 0) }
      try drop(message(), in: path)
      let scan = try spool.scan(now: now)
      #expect(scan.entries.count == 1)
      #expect(scan.refusals == [.notAFile: 5])
      #expect(try names(path).count == 1)
    }
  }

  @Test func `a directory that cannot be removed stays, and is not counted each time`()
    async throws
  {
    try await withSpool { spool, path in
      let directory = path.appending("\(MessageID()).msg")
      #expect(mkdir(directory.string, 0o755) == 0)
      #expect(mkdir(directory.appending("x").string, 0o755) == 0)
      let first = try spool.scan(now: now)
      #expect(first == Spool.Scan())
      #expect(rmdir(directory.appending("x").string) == 0)
      let second = try spool.scan(now: now)
      #expect(second.refusals == [.notAFile: 1])
    }
  }

  @Test func `a second name of another user's file is refused`() async throws {
    try await withSpool { spool, path in
      let file = path.removingLastComponent().appending("other")
      try write([1], to: file)
      #expect(link(file.string, path.appending("\(MessageID()).msg").string) == 0)
      #expect(try spool.scan(now: now) == Spool.Scan(refusals: [.hardLink: 1]))
      #expect(try names(path) == [])
      #expect(try Data(contentsOf: URL(fileURLWithPath: file.string)) == Data([1]))
    }
  }

  @Test(arguments: [0o664, 0o646, 0o666, 0o777] as [mode_t])
  func `a file that others may write is refused`(mode: mode_t) async throws {
    try await withSpool { spool, path in
      try drop(message(), in: path, mode: mode)
      #expect(try spool.scan(now: now) == Spool.Scan(refusals: [.writableByOthers: 1]))
    }
  }

  @Test func `a file of the largest size is read, and one with a byte more is refused`()
    async throws
  {
    try await withSpool { spool, path in
      var large = Message(
        from: String(repeating: "f", count: 256), to: String(repeating: "t", count: 256),
        text: String(repeating: "x", count: Message.maximumTextByteCount))
      large.attributes.title = String(repeating: "T", count: 16_384 - 10 - 7 - 15)
      let encoded = try MailslotBody.encode(large)
      let fill =
        MailslotBody.maximumByteCount - MailslotBody.addressed(encoded, to: geteuid()).count
      // Zeros in front of the number, where there is room for a longer one.
      let number = String(repeating: "0", count: fill) + "\(geteuid())"
      let largest = encoded + Array("for=\(number)\0".utf8)
      #expect(largest.count == MailslotBody.maximumByteCount)
      try drop(largest, in: path)
      try drop(largest + [65], in: path)
      let scan = try spool.scan(now: now)
      #expect(scan.entries.map(\.body) == [largest])
      #expect(scan.refusals == [.badSize: 1])
    }
  }

  static let badNames = [
    "x", "x.msg", ".msg.msg", "é.msg", "00112233445566778899AABBCCDDEEFF.msg", "\u{FFFD}.msg",
    "00112233445566778899aabbccddeeff", "00112233445566778899aabbccddeeff.msg.msg",
  ]

  @Test(arguments: badNames)
  func `a name that is not an identifier is refused`(name: String) async throws {
    try await withSpool { spool, path in
      try write([1], to: path.appending(name))
      let expected = name.hasPrefix(".") ? Spool.Scan() : Spool.Scan(refusals: [.badName: 1])
      #expect(try spool.scan(now: now) == expected)
    }
  }

  @Test func `a lease on a file does not block the reader`() async throws {
    try await withSpool { spool, path in
      let file = try drop(message(), in: path)
      let descriptor = open(file.string, O_RDWR | O_CLOEXEC)
      // fcntl(2): F_SETLEASE is 1024 and needs _GNU_SOURCE to be visible. Its signal is SIGIO.
      signal(SIGIO, SIG_IGN)
      #expect(fcntl(descriptor, 1024, CInt(F_WRLCK)) == 0)
      #expect(try spool.scan(now: now).entries.isEmpty)
      close(descriptor)
      #expect(try spool.scan(now: now).entries.count == 1)
    }
  }

  @Test func `thousands of messages are taken a bounded number at a time`() async throws {
    try await withSpool { spool, path in
      let body = try message()
      for _ in 0..<1200 { try drop(body, in: path) }
      var (taken, isPartial) = (0, true)
      while isPartial {
        let scan = try spool.scan(now: now, limit: 500)
        for entry in scan.entries { try spool.remove(entry) }
        taken += scan.entries.count
        isPartial = scan.isPartial
        // Half of them from one user.
        #expect(scan.entries.count <= 250)
      }
      #expect(taken == 1200)
    }
  }

  @Test func `a new message wakes the reader, and an unfinished file does not`()
    async throws
  {
    try await withSpool { spool, path in
      try drop(message(), in: path)
      try await spool.withChanges { changes in
        var iterator = changes.makeAsyncIterator()
        _ = await iterator.next()
        #expect(try spool.scan(now: now).entries.count == 1)
        try write([1], to: path.appending(".x"))
        try drop(message("y"), in: path)
        #expect(await iterator.next() != nil)
        #expect(try spool.scan(now: now).entries.count == 2)
      }
    }
  }

  @Test func `waiting ends with the task`() async throws {
    try await withSpool { spool, _ in
      let count = try await withThrowingTaskGroup(of: Int.self) { group in
        group.addTask {
          try await spool.withChanges { changes in
            var count = 0
            for await _ in changes { count += 1 }
            return count
          }
        }
        group.cancelAll()
        return try await group.next()
      }
      #expect(try #require(count) <= 1)
    }
  }
}
