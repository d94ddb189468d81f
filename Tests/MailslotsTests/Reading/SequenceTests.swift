// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Testing

@testable import Mailslots

/// The messages of a mailslot as an asynchronous sequence.
@Suite struct SequenceTests {
  @Test func `a loop gets every message in order, and ends when the reader closes`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      async let received: [[UInt8]] = {
        var received: [[UInt8]] = []
        for try await message in reader.messages { received.append(message.bytes) }
        return received
      }()
      for number in 0..<100 as Range<UInt8> { try await writer.write([number]) }
      #expect(try await eventually { try reader.info().messageCount == 0 })
      #expect(await eventually { reader.waiterCount == 1 })
      reader.close()
      #expect(try await received == (0..<100).map { [$0] })
    }
  }

  @Test func `a timeout throws, and the next loop goes on`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(
        creating: demo, in: directory, options: MailslotOptions(readTimeout: .milliseconds(20)))
      await #expect(throws: MailslotError.timedOut) {
        for try await _ in reader.messages {}
      }
      try await MailslotWriter(opening: demo, in: directory).write([1])
      for try await message in reader.messages {
        #expect(message.bytes == [1])
        break
      }
    }
  }

  @Test func `a loop in a task that is cancelled throws, and loses nothing`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let task = Task { for try await _ in reader.messages {} }  // It is cancelled below.
      #expect(await eventually { reader.waiterCount == 1 })
      task.cancel()
      await #expect(throws: MailslotError.aborted) { try await task.value }
      try await MailslotWriter(opening: demo, in: directory).write([1])
      #expect(try await reader.next()?.bytes == [1])
    }
  }

  @Test func `a wait for the next message says whether time is over or the reader closed`()
    async throws
  {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      for timeout in [Duration.zero, .milliseconds(5)] {
        await #expect(throws: MailslotError.timedOut) { try await reader.next(timeout: timeout) }
      }
      try await MailslotWriter(opening: demo, in: directory).write([1, 2])
      #expect(try await reader.next(timeout: .zero)?.bytes == [1, 2])
      let task = Task { try await reader.next()?.bytes }  // It ends when the reader closes.
      #expect(await eventually { reader.waiterCount == 1 })
      reader.close()
      #expect(try await task.value == nil)
      #expect(try await reader.next() == nil)
    }
  }

  @Test func `a wait of less than a millisecond is not rounded up`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      var shortest = Duration.seconds(1)
      for _ in 0..<50 {
        let start = ContinuousClock.now
        await #expect(throws: MailslotError.timedOut) {
          try await reader.next(timeout: .microseconds(100))
        }
        shortest = min(shortest, ContinuousClock.now - start)
      }
      #expect(shortest >= .microseconds(95))
      #expect(shortest < .microseconds(1000))
    }
  }

  @Test func `a batch has all messages that wait, also those in the kernel`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      for _ in 0..<2000 {
        for number in 0..<5 as Range<UInt8> { try writer.writeBlocking([number]) }
        try #require(try reader.readBatch(limit: 100).map(\.bytes) == (0..<5).map { [$0] })
      }
    }
  }
}
