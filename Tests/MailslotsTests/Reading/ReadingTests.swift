// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import Mailslots

@Suite struct ReadingTests {
  @Test func `C46: messages come in the order written, across writers`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let a = try MailslotWriter(opening: demo, in: directory)
      let b = try MailslotWriter(opening: demo, in: directory)
      for number in 0..<40 as Range<UInt8> {
        try number.isMultiple(of: 3) ? a.writeBlocking([number]) : b.writeBlocking([number])
      }
      #expect(try reader.readAll() == (0..<40).map { [$0] })
    }
  }

  @Test func `C47: a message is shorter than what was asked for`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      try MailslotWriter(opening: demo, in: directory).writeBlocking(
        [UInt8](repeating: 8, count: 8))
      #expect(try reader.readBlocking(timeout: .zero, maximumLength: 16).bytes.count == 8)
      #expect(
        errorOf { () throws(MailslotError) in try reader.readBlocking(timeout: .zero) } == .timedOut
      )
    }
  }

  @Test func `C48, C50: a message that is too long stays, and can be read or discarded`()
    async throws
  {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      try writer.writeBlocking([1, 2])
      for _ in 0..<3 {
        let error = errorOf { () throws(MailslotError) in
          try reader.readBlocking(timeout: .zero, maximumLength: 1)
        }
        #expect(error == .bufferTooSmall(byteCount: 2, limit: 1))
        #expect(error?.win32Code == 122)
        #expect(try reader.info().nextMessageSize == 2)
        #expect(try reader.info().messageCount == 1)
      }
      #expect(try reader.readBlocking(timeout: .zero, maximumLength: 2).bytes == [1, 2])
      try writer.writeBlocking([3, 4])
      try writer.writeBlocking([5])
      #expect(try reader.discardNext())
      #expect(try reader.readBlocking(timeout: .zero, maximumLength: 1).bytes == [5])
      #expect(try !reader.discardNext())
    }
  }

  @Test func `C49: a waiting read that asked for too little ends, and the message stays`()
    async throws
  {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      async let error = onThread {
        errorOf { () throws(MailslotError) in
          try reader.readBlocking(timeout: nil, maximumLength: 1)
        }
      }
      #expect(await eventually { reader.waiterCount == 1 })
      try MailslotWriter(opening: demo, in: directory).writeBlocking([1, 2])
      #expect(await error == .bufferTooSmall(byteCount: 2, limit: 1))
      #expect(try reader.readAll() == [[1, 2]])
    }
  }

  @Test func `C51, C52: a read of no bytes succeeds for an empty message only`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      let readNothing = {
        errorOf { () throws(MailslotError) in
          try reader.readBlocking(timeout: .zero, maximumLength: 0)
        }
      }
      #expect(readNothing() == .timedOut)
      try writer.writeBlocking([1])
      #expect(readNothing() == .bufferTooSmall(byteCount: 1, limit: 0))
      #expect(try reader.readAll() == [[1]])
      try writer.writeBlocking([])
      #expect(readNothing() == nil)
      #expect(try reader.info().messageCount == 0)
    }
  }

  @Test func `C53: an empty mailslot and no time is a timeout at once`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(
        creating: demo, in: directory, options: MailslotOptions(readTimeout: .zero))
      let time = elapsed {
        let error = errorOf { () throws(MailslotError) in try reader.readBlocking() }
        #expect(error == .timedOut)
        #expect(error?.win32Code == 121)
      }
      #expect(time < .seconds(2))
      await #expect(throws: MailslotError.timedOut) { try await reader.next() }
    }
  }

  @Test func `C54: every read waits its whole time`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(
        creating: demo, in: directory, options: MailslotOptions(readTimeout: .milliseconds(150)))
      for _ in 0..<2 {
        let time = elapsed {
          #expect(errorOf { () throws(MailslotError) in try reader.readBlocking() } == .timedOut)
        }
        #expect(time >= .milliseconds(135))
        let start = ContinuousClock.now
        await #expect(throws: MailslotError.timedOut) { try await reader.next() }
        #expect(ContinuousClock.now - start >= .milliseconds(135))
      }
    }
  }

  @Test
  func
    `C55, C56: a read that waits for ever gets the message, and one that need not wait does not`()
    async throws
  {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      async let first = onThread { try? reader.readBlocking().bytes }
      #expect(await eventually { reader.waiterCount == 1 })
      try writer.writeBlocking([1, 2, 3, 4])
      #expect(await first == [1, 2, 3, 4])
      async let second = reader.next()
      #expect(await eventually { reader.waiterCount == 1 })
      try writer.writeBlocking([5])
      #expect(try await second?.bytes == [5])
      try writer.writeBlocking([6])
      #expect(try reader.readBlocking().bytes == [6])
    }
  }

  @Test func `C59: a closed reader reads nothing`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      try MailslotWriter(opening: demo, in: directory).writeBlocking([1])
      reader.close()
      reader.close()
      #expect(errorOf { () throws(MailslotError) in try reader.readBlocking() } == .closed)
      #expect(errorOf { () throws(MailslotError) in try reader.discardNext() } == .closed)
      #expect(errorOf { () throws(MailslotError) in try reader.purge() } == .closed)
      #expect(errorOf { () throws(MailslotError) in try reader.setReadTimeout(nil) } == .closed)
      #expect(errorOf { () throws(MailslotError) in try reader.share() } == .closed)
      #expect(MailslotError.closed.win32Code == 6)
      #expect(try await reader.next() == nil)
      #expect(try await reader.nextBatch(limit: 2) == nil)
    }
  }

  @Test func `C60: writers that close do not end a read`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      for _ in 0..<3 { try MailslotWriter(opening: demo, in: directory).writeBlocking([1]) }
      #expect(try reader.readAll().count == 3)
      #expect(
        errorOf { () throws(MailslotError) in try reader.readBlocking(timeout: .milliseconds(10)) }
          == .timedOut)
    }
  }

  @Test func `C61: a task that is cancelled stops waiting and loses nothing`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let task = Task { try await reader.nextBatch(limit: 4)?.count }  // It is cancelled below.
      #expect(await eventually { reader.waiterCount == 1 })
      task.cancel()
      await #expect(throws: MailslotError.aborted) { try await task.value }
      #expect(MailslotError.aborted.win32Code == 995)
      try MailslotWriter(opening: demo, in: directory).writeBlocking([1])
      #expect(try await reader.next()?.bytes == [1])
      let cancelled = Task {  // It cancels itself.
        withUnsafeCurrentTask { $0?.cancel() }
        return try await reader.next()?.bytes
      }
      await #expect(throws: MailslotError.aborted) { try await cancelled.value }
    }
  }

  @Test func `C61: cancelling at any moment loses no message`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      var received = 0
      for round in 0..<500 {
        let task = Task { try? await reader.next() }  // It is cancelled below.
        if round.isMultiple(of: 2) { await Task.yield() }
        try writer.writeBlocking([1])
        task.cancel()
        if await task.value != nil { received += 1 }
      }
      #expect(try received + reader.readAll().count == 500)
    }
  }

  @Test func `closing ends every read that waits`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      async let thread = onThread {
        errorOf { () throws(MailslotError) in try reader.readBlocking() }
      }
      async let one = reader.next()
      async let batch = reader.nextBatch(limit: 3)
      #expect(await eventually { reader.waiterCount == 3 })
      reader.close()
      #expect(await thread == .aborted)
      #expect(try await one == nil)
      #expect(try await batch == nil)
    }
  }

  @Test func `a batch has the messages that wait, up to its limit`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      for number in 0..<10 as Range<UInt8> { try writer.writeBlocking([number]) }
      #expect(try reader.info().messageCount == 10)
      #expect(try await reader.nextBatch(limit: 4)?.map(\.bytes) == [[0], [1], [2], [3]])
      #expect(
        try await reader.nextBatch(limit: 64)?.map(\.bytes) == [[4], [5], [6], [7], [8], [9]])
    }
  }
}
