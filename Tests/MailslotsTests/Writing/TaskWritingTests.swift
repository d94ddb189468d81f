// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import Testing

@testable import Mailslots

/// Writes of tasks.
@Suite struct TaskWritingTests {
  private static let small = MailslotOptions(quota: MailslotQuota(messageCount: 4, shares: 1))

  /// Writes until the mailslot takes no more message.
  private func fill(_ writer: MailslotWriter) async throws -> Int {
    var count = 0
    do throws(MailslotError) {
      while true {
        try await writer.write([255], timeout: .milliseconds(100))
        count += 1
      }
    } catch {
      guard case .queueFull = error else { throw error }
      return count
    }
  }

  @Test func `tasks that wait for room block no thread, and all get it`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory, options: Self.small)
      let writer = try MailslotWriter(opening: demo, in: directory)
      let count = try await fill(writer)
      #expect(count > 4)
      try await withThrowingTaskGroup(of: Void.self) { group in
        // More tasks than the pool has threads.
        for number in 0..<100 as Range<UInt8> {
          group.addTask { try await writer.write([number], timeout: .seconds(30)) }
        }
        var received: [UInt8: Int] = [:]
        // This task reads on the same pool.
        for _ in 0..<(count + 100) {
          let message = try #require(try await reader.next(timeout: .seconds(30)))
          received[message.bytes[0], default: 0] += 1
        }
        #expect(received[255] == count)
        #expect((0..<100).allSatisfy { received[$0] == 1 })
        try await group.waitForAll()
      }
    }
  }

  @Test func `a task gives up at its deadline, when it is cancelled, and when the reader closes`()
    async throws
  {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory, options: Self.small)
      let writer = try MailslotWriter(opening: demo, in: directory)
      let count = try await fill(writer)
      let start = ContinuousClock.now
      await #expect(throws: MailslotError.queueFull(reader.path)) {
        try await writer.write([1], timeout: .milliseconds(50))
      }
      #expect(ContinuousClock.now - start >= .milliseconds(49))
      let cancelled = Task { try await writer.write([2], timeout: nil) }  // It is cancelled below.
      cancelled.cancel()
      await #expect(throws: MailslotError.aborted) { try await cancelled.value }
      #expect(try reader.info().messageCount <= count)
      let waiting = Task { try await writer.write([3], timeout: nil) }  // The reader's end ends it.
      await Task.yield()
      reader.close()
      await #expect(throws: MailslotError.readerGone(reader.path)) { try await waiting.value }
    }
  }

  @Test func `the thread that waits for tasks ends with the last wait`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory, options: Self.small)
      let writer = try MailslotWriter(opening: demo, in: directory)
      _ = try await fill(writer)
      let before = try threadCount()
      for _ in 0..<20 { try? await writer.write([1], timeout: .milliseconds(1)) }
      #expect(try await eventually { try threadCount() <= before })
      _ = reader
    }
  }

  private func threadCount() throws -> Int { try FileSystem.entries(of: "/proc/self/task").count }

  @Test func `the other users are not kept out by one whose share is full`() async throws {
    try #require(geteuid() == 0, "root writes for two users")
    try await withDirectory { directory in
      let path = directory.path.appending("demo").string
      let reader = try MailslotReader(
        creating: demo, in: directory,
        options: MailslotOptions(quota: MailslotQuota(messageCount: 40)))
      let script = """
        import os, socket, sys
        os.setuid(int(sys.argv[2]))
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.settimeout(20)
        for _ in range(int(sys.argv[3])): s.sendto(b'x', sys.argv[1])
        """
      #expect(try Child.python(script, [path, "65531", "300"]).wait() == 0)
      #expect(try Child.python(script, [path, "65530", "3"]).wait() == 0)
      let messages = try reader.readBatch(limit: 100)
      #expect(messages.filter { $0.credentials.userID == 65531 }.count == 10)
      #expect(messages.filter { $0.credentials.userID == 65530 }.count == 3)
      #expect(try reader.info().refusedMessageCount == 290)
    }
  }
}
