// SPDX-License-Identifier: Apache-2.0

import Accounts
import Glibc
import LinuxSystem
import Testing

@testable import Mailslots

@Suite(.serialized) struct DescriptorTests {
  private static let accepting = MailslotOptions(acceptsDescriptors: true)

  @Test func `a passed socket arrives and works`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory, options: Self.accepting)
      let pipe = try FileDescriptor.pipe()
      var pair: [Int32] = [0, 0]
      #expect(
        socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue), 0, &pair) == 0)
      let writer = try MailslotWriter(opening: demo, in: directory)
      try writer.writeBlocking([1], passing: FileDescriptor(rawValue: pair[1]))
      try writer.writeBlocking([2], passing: pipe.writeEnd)
      try writer.writeBlocking([3])
      close(pair[1])
      try pipe.writeEnd.close()

      var first: MailslotMessage? = try reader.readBlocking(timeout: .zero)
      let passed = try #require(first?.descriptor)
      #expect(passed.isPairEnd)
      #expect(fcntl(passed.descriptor.rawValue, F_GETFD) == FD_CLOEXEC)
      try passed.descriptor.writeAll([7])
      var byte: UInt8 = 0
      #expect(recv(pair[0], &byte, 1, 0) == 1)
      #expect(byte == 7)

      let second = try reader.readBlocking(timeout: .zero)
      #expect(second.descriptor?.isPairEnd == false)
      #expect(try reader.readBlocking(timeout: .zero).descriptor == nil)
      first = nil
      close(pair[0])
      try pipe.readEnd.close()
    }
  }

  @Test func `a descriptor is closed with its message`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory, options: Self.accepting)
      let writer = try MailslotWriter(opening: demo, in: directory)
      for isRead in [true, false] {
        let pipe = try FileDescriptor.pipe()
        try writer.writeBlocking([1], passing: pipe.writeEnd)
        try pipe.writeEnd.close()
        if isRead { _ = try reader.readBlocking(timeout: .zero) } else { try reader.purge() }
        // The end of the pipe means that no process has the other end.
        #expect(try FileContents.readToEnd(of: pipe.readEnd) == [])
        try pipe.readEnd.close()
      }
    }
  }

  @Test func `a reader that accepts no descriptor gets none`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      let pipe = try FileDescriptor.pipe()
      let error = errorOf { () throws(MailslotError) in
        try writer.writeBlocking([1], passing: pipe.writeEnd)
      }
      try pipe.writeEnd.close()
      if let error {
        // Linux 6.16 and later: the writer gets an error, and the message was not written.
        #expect(error == .descriptorRefused(reader.path))
        #expect(error.win32Code == 5)
        #expect(try reader.info().messageCount == 0)
        try writer.writeBlocking([1])
      }
      let message = try reader.readBlocking(timeout: .zero)
      #expect(message.bytes == [1])
      #expect(message.descriptor == nil)
      #expect(try FileContents.readToEnd(of: pipe.readEnd) == [])
      try pipe.readEnd.close()
    }
  }

  @Test func `of many descriptors one is taken and all others are closed`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory, options: Self.accepting)
      let pipe = try FileDescriptor.pipe()
      let child = try Child.python(
        """
        import array, socket, sys
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.connect(sys.argv[1])
        for count in (1, 2, 3, 100, 253):
            fds = array.array('i', [0] * count)
            s.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
        """, [reader.path.string], input: pipe.writeEnd)
      #expect(child.wait() == 0)
      try pipe.writeEnd.close()
      do {
        let messages = try (0..<5).map { _ in try reader.readBlocking(timeout: .zero) }
        #expect(messages.allSatisfy { $0.descriptor != nil && $0.bytes == [UInt8(ascii: "x")] })
        #expect(messages.allSatisfy { $0.credentials.userID == geteuid() })
      }
      #expect(try FileContents.readToEnd(of: pipe.readEnd) == [])
      try pipe.readEnd.close()
    }
  }

  @Test func `the kernel proves the writer, and no writer can forge that`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      try MailslotWriter(opening: demo, in: directory).writeBlocking([1])
      let own = try reader.readBlocking(timeout: .zero).credentials
      #expect(own == PeerCredentials(processID: getpid(), userID: geteuid(), groupID: getegid()))
      // Root writes as another user by becoming that user; other users cannot.
      let child = try Child.python(
        """
        import os, socket, struct, sys
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        if os.geteuid() == 0:
            os.setgid(65533); os.setuid(65532)
        s.sendto(b'x', sys.argv[1])
        try:
            forged = struct.pack('3i', 1, 0, 0)
            s.sendmsg([b'y'], [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, forged)], 0, sys.argv[1])
        except PermissionError:
            sys.exit(3)
        """, [reader.path.string])
      #expect(child.wait() == 3)
      let message = try reader.readBlocking(timeout: .zero)
      #expect(message.credentials.userID == (geteuid() == 0 ? 65532 : geteuid()))
      #expect(message.credentials.groupID == (geteuid() == 0 ? 65533 : getegid()))
      #expect(message.credentials.processID > 0)
      #expect(try reader.info().messageCount == 0)
    }
  }
}
