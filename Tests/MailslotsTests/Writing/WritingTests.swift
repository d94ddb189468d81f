// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import Testing

@testable import Mailslots

@Suite struct WritingTests {
  @Test func `C25: a mailslot without a reader cannot be opened`() async throws {
    try await withDirectory { directory in
      let path = directory.path.appending("demo")
      let never = errorOf { () throws(MailslotError) in
        try MailslotWriter(opening: demo, in: directory)
      }
      #expect(never == .notFound(path))
      #expect(never?.win32Code == 2)
      try MailslotReader(creating: demo, in: directory).close()
      let closed = errorOf { () throws(MailslotError) in
        try MailslotWriter(opening: demo, in: directory)
      }
      #expect(closed == .notFound(path))
    }
  }

  @Test(arguments: ["stale", "file", "directory", "stream", "link", "dangling"])
  func `C25: a file that is no mailslot cannot be opened`(kind: String) async throws {
    try await withDirectory { directory in
      let path = directory.path.appending("demo")
      let other = try MailslotReader(creating: MailslotName("other"), in: directory)
      try #require(
        try Child.python(
          """
          import os, socket, sys
          path, kind = sys.argv[1:]
          if kind == 'stale': socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).bind(path)
          elif kind == 'file': open(path, 'w')
          elif kind == 'directory': os.mkdir(path)
          elif kind == 'link': os.symlink('other', path)
          elif kind == 'dangling': os.symlink('nowhere', path)
          """, [path.string, kind]
        ).wait() == 0)
      var stream: Child?
      if kind == "stream" {
        stream = try Child.python(
          """
          import socket, sys
          s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen()
          print('.', flush=True); s.accept()
          """, [path.string])
        try stream?.waitForSign()
      }
      let error = errorOf { () throws(MailslotError) in
        try MailslotWriter(opening: demo, in: directory)
      }
      #expect(error == .notFound(path))
      #expect(try other.info().messageCount == 0)
    }
  }

  @Test func `a link to a mailslot is not followed, and a reader takes its place`() async throws {
    try await withDirectory { directory in
      let other = try MailslotReader(creating: MailslotName("other"), in: directory)
      #expect(symlink("other", directory.path.appending("demo").string) == 0)
      let reader = try MailslotReader(creating: demo, in: directory)
      try MailslotWriter(opening: demo, in: directory).writeBlocking([1])
      #expect(try reader.readAll() == [[1]])
      #expect(try other.info().messageCount == 0)
    }
  }

  @Test func `a mailslot of another user is not written to`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      // Only root can give a file to another user. Other users run the test with a file of root, which is
      // trusted.
      if geteuid() == 0 {
        #expect(chown(reader.path.string, 65534, 65534) == 0)
        let error = errorOf { () throws(MailslotError) in
          try MailslotWriter(opening: demo, in: directory)
        }
        #expect(error == .untrustedOwner(reader.path, userID: 65534))
        #expect(error?.win32Code == 5)
        try MailslotWriter(opening: demo, in: directory, ownedBy: 65534).writeBlocking([1])
        #expect(try reader.readAll() == [[1]])
      } else {
        #expect(chown(reader.path.string, 0, 0) == -1)
        try MailslotWriter(opening: demo, in: directory).writeBlocking([1])
        #expect(try reader.readAll() == [[1]])
      }
    }
  }

  @Test func `C31: opening never makes a mailslot`() async throws {
    try await withDirectory { directory in
      _ = errorOf { () throws(MailslotError) in try MailslotWriter(opening: demo, in: directory) }
      let entries = try FileSystem.entries(of: directory.path)
      #expect(entries == [])
    }
  }

  @Test func `C32, C36: each write is one message`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      try writer.writeBlocking([1])
      try writer.writeBlocking([2, 3])
      #expect(try reader.readAll() == [[1], [2, 3]])
    }
  }

  @Test func `C37: a message of no bytes is one`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      try MailslotWriter(opening: demo, in: directory).writeBlocking([])
      #expect(try reader.info().messageCount == 1)
      #expect(try reader.info().nextMessageSize == 0)
      #expect(try reader.readBlocking(timeout: .zero).bytes == [])
    }
  }

  @Test(arguments: [100_000, 212_960, 212_961, 400_000])
  func `C40: a large message goes through where the writer wants it`(size: Int) async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory, maximumMessageSize: size)
      let message = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try writer.writeBlocking(message)
      #expect(try reader.readBlocking(timeout: .seconds(10)).bytes == message)
      try writer.writeBlocking([1])
      #expect(try reader.readBlocking(timeout: .seconds(10)).bytes == [1])
    }
  }

  @Test func `C40: a message over the writer's limit, or the kernel's, is refused`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      let limit = MailslotWriter.standardMessageSize
      try writer.writeBlocking([UInt8](repeating: 1, count: limit))
      let error = errorOf { () throws(MailslotError) in
        try writer.writeBlocking([UInt8](repeating: 1, count: limit + 1))
      }
      #expect(error == .messageTooLong(byteCount: limit + 1, limit: limit))
      #expect(error?.win32Code == 87)

      let large = try MailslotWriter(opening: demo, in: directory, maximumMessageSize: .max)
      let huge = errorOf { () throws(MailslotError) in
        try large.writeBlocking([UInt8](repeating: 1, count: 64 << 20))
      }
      guard case .messageTooLong(byteCount: 64 << 20, let bound) = huge else {
        Issue.record("\(String(describing: huge))")
        return
      }
      #expect(bound >= 212_960)
      #expect(try reader.info().messageCount == 1)
      // The bound is exact.
      try large.writeBlocking([UInt8](repeating: 1, count: bound))
      #expect(
        errorOf { () throws(MailslotError) in
          try large.writeBlocking([UInt8](repeating: 1, count: bound + 1))
        } == .messageTooLong(byteCount: bound + 1, limit: bound))
    }
  }

  @Test func `C41: by default the maximum size has no effect`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(
        creating: demo, in: directory, options: MailslotOptions(maximumMessageSize: 2))
      try MailslotWriter(opening: demo, in: directory).writeBlocking([1, 2, 3])
      #expect(try reader.readAll() == [[1, 2, 3]])
    }
  }

  @Test func `C41: a strict maximum drops what is longer, and counts it`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(
        creating: demo, in: directory,
        options: MailslotOptions(maximumMessageSize: 2, refusesLargerMessages: true))
      let writer = try MailslotWriter(opening: demo, in: directory)
      try writer.writeBlocking([1, 2, 3])
      try writer.writeBlocking([1, 2])
      #expect(try reader.info().messageCount == 1)
      #expect(try reader.info().refusedMessageCount == 1)
      #expect(try reader.readAll() == [[1, 2]])
    }
  }

  @Test func `C42: after the end of the reader a writer has to be opened again`() async throws {
    try await withDirectory { directory in
      let first = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      first.close()
      let second = try MailslotReader(creating: demo, in: directory)
      for _ in 0..<3 {
        let error = errorOf { () throws(MailslotError) in try writer.writeBlocking([1]) }
        #expect(error == .readerGone(first.path))
        #expect(error?.win32Code == 38)
      }
      try MailslotWriter(opening: demo, in: directory).writeBlocking([2])
      #expect(try second.readAll() == [[2]])
    }
  }

  @Test func `C43: a write to a full mailslot waits until its deadline, and then fails`()
    async throws
  {
    try await withDirectory { directory in
      let reader = try MailslotReader(
        creating: demo, in: directory,
        options: MailslotOptions(quota: MailslotQuota(messageCount: 10)))
      let writer = try MailslotWriter(opening: demo, in: directory)
      var written = 0
      var error: MailslotError?
      var start = ContinuousClock.now
      while error == nil {
        start = .now
        error = errorOf { () throws(MailslotError) in
          try writer.writeBlocking(
            [UInt8(truncatingIfNeeded: written)], until: .after(.milliseconds(300)))
        }
        if error == nil { written += 1 }
        // The reader's queue, one look of its thread, and the longest queue a kernel is set to.
        try #require(written < 10_000)
      }
      #expect(ContinuousClock.now - start >= .milliseconds(270))
      #expect(error == .queueFull(reader.path))
      #expect(error?.win32Code == 1816)
      #expect(written > 10)
      // Nothing was lost, and reading makes room.
      for number in 0..<written {
        #expect(
          try reader.readBlocking(timeout: .seconds(10)).bytes == [
            UInt8(truncatingIfNeeded: number)
          ])
      }
      try writer.writeBlocking([9])
      #expect(try reader.readBlocking(timeout: .seconds(10)).bytes == [9])
    }
  }

  @Test func `C43: a writer that waits goes on when the mailslot has room`() async throws {
    try await withDirectory { directory in
      let path = directory.path
      let reader = try MailslotReader(
        creating: demo, in: directory,
        options: MailslotOptions(quota: MailslotQuota(messageCount: 1)))
      async let result = onThread {
        errorOf { () throws(MailslotError) in
          let writer = try MailslotWriter(opening: demo, in: trusted(path))
          for number in 0..<5_000 {
            try writer.writeBlocking(
              [UInt8(truncatingIfNeeded: number)], until: .after(.seconds(30)))
          }
        }
      }
      for number in 0..<5_000 {
        let message = try await reader.next(timeout: .seconds(30))
        #expect(message?.bytes == [UInt8(truncatingIfNeeded: number)])
      }
      #expect(await result == nil)
    }
  }

  @Test func `C44: a hundred thousand messages wait, in order`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(
        creating: demo, in: directory, options: MailslotOptions(quota: .unlimited))
      let writer = try MailslotWriter(opening: demo, in: directory)
      let before = residentBytes()
      let padding = [UInt8](repeating: 7, count: 420)
      for number in 0..<100_000 {
        try writer.writeBlocking(withUnsafeBytes(of: UInt32(number)) { Array($0) } + padding)
      }
      #expect(try reader.info().messageCount == 100_000)
      // 42 MB of payload; a sanitizer keeps its own books on top.
      #expect(residentBytes() - before < 400 << 20)
      for number in 0..<100_000 {
        let bytes = try reader.readBlocking(timeout: .zero).bytes
        try #require(
          bytes.prefix(4).elementsEqual(withUnsafeBytes(of: UInt32(number)) { Array($0) }))
      }
      #expect(try reader.info().messageCount == 0)
    }
  }

  @Test func `C45: a message stays after its writer has closed`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      try MailslotWriter(opening: demo, in: directory).writeBlocking([1])
      #expect(try reader.readBlocking(timeout: .zero).bytes == [1])
      let child = try Child.python(
        "import socket, sys; s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.sendto(b'2', sys.argv[1])",
        [reader.path.string])
      #expect(child.wait() == 0)
      #expect(try reader.readBlocking(timeout: .zero).bytes == [UInt8(ascii: "2")])
    }
  }
}
