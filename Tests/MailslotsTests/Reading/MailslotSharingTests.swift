// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import Testing

@testable import Mailslots

/// Processes that read from one mailslot see the same mailslot.
@Suite struct MailslotSharingTests {
  static let inheritable = MailslotOptions(isInheritable: true)

  private func share(
    _ reader: MailslotReader, in directory: borrowing TrustedDirectory
  ) throws -> MailslotReader {
    let handle = try reader.share()
    let copy = MailslotHandle(
      socket: try handle.socket.duplicate(), lock: try handle.lock.duplicate())
    return try MailslotReader(inheriting: copy, name: demo, in: directory)
  }

  @Test func `a mailslot that is not inheritable cannot be shared`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let error = errorOf { () throws(MailslotError) in try reader.share() }
      #expect(error == .notInheritable(reader.path))
      #expect(error?.win32Code == 6)
    }
  }

  @Test func `C24, C48: a message that is too long for one reader stays for the other`()
    async throws
  {
    try await withDirectory { directory in
      let first = try MailslotReader(creating: demo, in: directory, options: Self.inheritable)
      let second = try share(first, in: directory)
      try MailslotWriter(opening: demo, in: directory).writeBlocking([1, 2, 3])
      let error = errorOf { () throws(MailslotError) in
        try second.readBlocking(timeout: .zero, maximumLength: 2)
      }
      #expect(error == .bufferTooSmall(byteCount: 3, limit: 2))
      second.close()
      #expect(try first.readBlocking(timeout: .zero).bytes == [1, 2, 3])
    }
  }

  @Test func `C24, C48: a message that is too long for a read that waits stays for the other`()
    async throws
  {
    try await withDirectory { directory in
      let first = try MailslotReader(creating: demo, in: directory, options: Self.inheritable)
      let second = try share(first, in: directory)
      async let error = onThread {
        errorOf { () throws(MailslotError) in
          try second.readBlocking(timeout: .seconds(20), maximumLength: 2)
        }
      }
      #expect(await eventually { second.waiterCount == 1 })
      try MailslotWriter(opening: demo, in: directory).writeBlocking([1, 2, 3])
      #expect(await error == .bufferTooSmall(byteCount: 3, limit: 2))
      second.close()
      #expect(try first.readBlocking(timeout: .zero).bytes == [1, 2, 3])
    }
  }

  @Test func `C24: the children get the messages that were written before the sharing`()
    async throws
  {
    try await withDirectory { directory in
      let first = try MailslotReader(creating: demo, in: directory, options: Self.inheritable)
      let writer = try MailslotWriter(opening: demo, in: directory)
      try writer.writeBlocking([1])
      try writer.writeBlocking([2])
      let second = try share(first, in: directory)
      #expect(try second.readBlocking(timeout: .zero).bytes == [1])
      first.close()
      #expect(try second.readBlocking(timeout: .zero).bytes == [2])
    }
  }

  @Test(arguments: [.milliseconds(50), .zero, nil] as [Duration?])
  func `C70: all processes have the same read timeout`(timeout: Duration?) async throws {
    try await withDirectory { directory in
      let first = try MailslotReader(creating: demo, in: directory, options: Self.inheritable)
      try first.setReadTimeout(.seconds(7))
      let second = try share(first, in: directory)
      #expect(try second.info().readTimeout == .seconds(7))
      try second.setReadTimeout(timeout)
      #expect(try first.info().readTimeout == timeout)
      #expect(try second.info().readTimeout == timeout)
    }
  }
}
