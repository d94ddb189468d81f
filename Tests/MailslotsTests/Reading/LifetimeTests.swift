// SPDX-License-Identifier: Apache-2.0

import Accounts
import Glibc
import LinuxSystem
import Testing

@testable import Mailslots

@Suite struct LifetimeTests {
  @Test func `C74: messages that were not read end with the reader`() async throws {
    try await withDirectory { directory in
      let first = try MailslotReader(creating: demo, in: directory)
      try MailslotWriter(opening: demo, in: directory).writeBlocking([1])
      first.close()
      let second = try MailslotReader(creating: demo, in: directory)
      #expect(try second.info().messageCount == 0)
      second.close()
      // Only the lock stays, so that it is always the same.
      let entries = try FileSystem.entries(of: directory.path)
      #expect(entries == ["demo.lock"])
    }
  }

  @Test func `the end of the last reference to a reader closes it`() async throws {
    try await withDirectory { directory in
      do {
        let reader = try MailslotReader(creating: demo, in: directory)
        try MailslotWriter(opening: demo, in: directory).writeBlocking([1])
        #expect(try reader.info().messageCount == 1)
      }
      let path = directory.path.appending("demo")
      let error = errorOf { () throws(MailslotError) in
        try MailslotWriter(opening: demo, in: directory)
      }
      #expect(error == .notFound(path))
    }
  }

  @Test(arguments: [SIGKILL, SIGTERM])
  func `C42, C75, C81: the end of a reader's process ends its mailslot`(signal: Int32) async throws
  {
    let root = try temporaryPath()
    defer { try? remove(root.removingLastComponent()) }
    let lookup = MailslotLookup(of: me(), in: Paths(mailslotRoot: root))
    for _ in 0..<3 {
      let child = try Child.mailslot(["read", "demo"], root: root)
      let writer = try lookup.openWriterBlocking(demo, waitingUntil: .after(.seconds(20)))
      try writer.writeBlocking([1])
      child.kill(signal)
      #expect(child.wait() == (signal == SIGKILL ? -SIGKILL : 128 + SIGTERM))
      #expect(
        errorOf { () throws(MailslotError) in try writer.writeBlocking([1]) }
          == .readerGone(writer.path))
      let error = errorOf { () throws(MailslotError) in try lookup.openWriter(demo) }
      #expect(error == .notFound(writer.path))
      // A killed reader leaves its file, and that is no reader.
      #expect((try? lookup.status(of: demo).hasReader) == (signal == SIGKILL ? false : nil))
      let reader = try lookup.createReader(demo)
      #expect(try reader.info().messageCount == 0)
    }
  }

  @Test func `C43, C81: a writer that waits for room gets an error when the reader is killed`()
    async throws
  {
    try await withDirectory { directory in
      let path = directory.path.appending("demo")
      // A reader that never reads: the kernel's queue is all there is.
      let child = try Child.python(
        """
        import socket, sys, time
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind(sys.argv[1])
        print('.', flush=True); time.sleep(60)
        """, [path.string])
      try child.waitForSign()
      let writer = try MailslotWriter(opening: demo, in: directory)
      var error: MailslotError?
      while error == nil {
        error = errorOf { () throws(MailslotError) in try writer.writeBlocking([1], until: .now) }
      }
      #expect(error == .queueFull(path))
      let opened = directory.path
      async let result = onThread {
        errorOf { () throws(MailslotError) in
          try MailslotWriter(opening: demo, in: trusted(opened)).writeBlocking([1], until: .never)
        }
      }
      await Task.yield()
      child.kill(SIGKILL)
      child.wait()
      // Before the wait or in it: either way it ends.
      #expect([.readerGone(path), .notFound(path)].contains(await result))
    }
  }

  @Test func `C76: a writer that closes does not end the mailslot`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      do { try MailslotWriter(opening: demo, in: directory).writeBlocking([1]) }
      try MailslotWriter(opening: demo, in: directory).writeBlocking([2])
      #expect(try reader.readAll() == [[1], [2]])
    }
  }

  @Test func `C77: a name is free while a writer of its old reader is open`() async throws {
    try await withDirectory { directory in
      let first = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      first.close()
      let second = try MailslotReader(creating: demo, in: directory)
      #expect(
        errorOf { () throws(MailslotError) in try writer.writeBlocking([1]) }
          == .readerGone(first.path))
      #expect(try second.info().messageCount == 0)
    }
  }

  @Test func `C19, C24, C75: a child reads from an inherited mailslot after the end of its parent`()
    async throws
  {
    try await withDirectory { directory in
      let reader = try MailslotReader(
        creating: demo, in: directory, options: MailslotSharingTests.inheritable)
      let handle = try reader.share()
      let child = try Child.python(
        """
        import os, socket, sys
        s = socket.socket(fileno=int(sys.argv[1]))
        print(s.recv(10).decode(), flush=True)
        print(s.recv(10).decode(), flush=True)
        """, [String(handle.socket.rawValue)], keeping: [handle.socket, handle.lock])
      let writer = try MailslotWriter(opening: demo, in: directory)
      try writer.writeBlocking(Array("one".utf8))
      // The child has the first; from here on only the child reads.
      try child.waitForSign()
      reader.close()
      #expect(
        errorOf { () throws(MailslotError) in try MailslotReader(creating: demo, in: directory) }
          == .alreadyExists(reader.path))
      try MailslotWriter(opening: demo, in: directory).writeBlocking(Array("two".utf8))
      #expect(try child.printed() == "ne\ntwo\n")
      #expect(child.wait() == 0)
      // No process has the socket now, so the next reader replaces its file.
      #expect(
        errorOf { () throws(MailslotError) in try MailslotWriter(opening: demo, in: directory) }
          == .notFound(reader.path))
      let next = try MailslotReader(creating: demo, in: directory)
      #expect(try next.info().messageCount == 0)
    }
  }

  @Test func `C24, C75: two readers of one mailslot share its messages, and the last removes it`()
    async throws
  {
    try await withDirectory { directory in
      let first = try MailslotReader(
        creating: demo, in: directory, options: MailslotSharingTests.inheritable)
      let handle = try first.share()
      let copy = MailslotHandle(
        socket: try handle.socket.duplicate(), lock: try handle.lock.duplicate())
      let second = try MailslotReader(inheriting: copy, name: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      try writer.writeBlocking([1, 1])
      #expect(try first.info().nextMessageSize == 2)
      #expect(try second.info().messageCount == 1)
      try writer.writeBlocking([2])
      try writer.writeBlocking([3])
      #expect(try second.readBlocking(timeout: .zero).bytes == [1, 1])
      #expect(try first.readBlocking(timeout: .zero).bytes == [2])
      #expect(try await second.next()?.bytes == [3])
      async let waiting = second.next()
      #expect(await eventually { second.waiterCount == 1 })
      try writer.writeBlocking([4])
      #expect(try await waiting?.bytes == [4])
      first.close()
      try MailslotWriter(opening: demo, in: directory).writeBlocking([5])
      #expect(try second.readBlocking(timeout: .zero).bytes == [5])
      second.close()
      let entries = try FileSystem.entries(of: directory.path)
      #expect(entries == ["demo.lock"])
    }
  }

  @Test func `an inherited descriptor must be the mailslot's`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(
        creating: demo, in: directory, options: MailslotSharingTests.inheritable)
      let handle = try reader.share()
      let name = try MailslotName("other")
      let error = errorOf { () throws(MailslotError) in
        try MailslotReader(inheriting: handle, name: name, in: directory)
      }
      #expect(error == .unexpectedSocket(directory.path.appending("other")))
    }
  }

  @Test func `an activated socket is read, and stays when the reader closes`() async throws {
    try await withDirectory { directory in
      let path = directory.path.appending("demo")
      let socket = try boundSocket(at: path, type: SOCK_DGRAM.rawValue)
      try MailslotWriter(opening: demo, in: directory).writeBlocking([1])
      do {
        // Its file alone keeps other programs from making the mailslot.
        #expect(
          errorOf { () throws(MailslotError) in try MailslotReader(creating: demo, in: directory) }
            == .alreadyExists(path))
        let copy = try socket.duplicate()
        let reader = try MailslotReader(adopting: copy, name: demo, in: directory)
        try MailslotWriter(opening: demo, in: directory).writeBlocking([2])
        let first = try reader.readBlocking(timeout: .zero)
        #expect(first.bytes == [1])
        let second = try reader.readBlocking(timeout: .zero)
        #expect(second.bytes == [2])
        #expect(second.credentials.userID == geteuid())
        let again = try socket.duplicate()
        #expect(
          errorOf { () throws(MailslotError) in
            try MailslotReader(adopting: again, name: demo, in: directory)
          } == .alreadyExists(path))
        try again.close()
      }
      try MailslotWriter(opening: demo, in: directory).writeBlocking([3])
      let reader = try MailslotReader(adopting: socket, name: demo, in: directory)
      #expect(try reader.readAll() == [[3]])
    }
  }

  @Test(arguments: ["stream", "elsewhere", "file"])
  func `a socket of another kind or place is not adopted`(kind: String) async throws {
    try await withDirectory { directory in
      try await withDirectory { elsewhere in
        let path = directory.path.appending("demo")
        let descriptor =
          switch kind {
          case "stream": try boundSocket(at: path, type: SOCK_STREAM.rawValue)
          case "elsewhere":
            try boundSocket(at: elsewhere.path.appending("demo"), type: SOCK_DGRAM.rawValue)
          default: try FileDescriptor.open("/dev/null", .readOnly)
          }
        defer { try? descriptor.close() }
        let error = errorOf { () throws(MailslotError) in
          try MailslotReader(adopting: descriptor, name: demo, in: directory)
        }
        #expect(error == .unexpectedSocket(path))
        #expect(error?.win32Code == 87)
      }
    }
  }
}
