// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Mailslots

@Suite struct InfoTests {
  @Test func `C64, C65: size and count are exact after every write and read`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      func expect(_ size: Int?, _ count: Int) throws {
        let info = try reader.info()
        #expect(info.nextMessageSize == size)
        #expect(info.messageCount == count)
      }
      try expect(nil, 0)
      for (bytes, size, count) in [([1], 1, 1), ([1, 2], 1, 2), ([], 1, 3)] as [([UInt8], Int, Int)]
      {
        try writer.writeBlocking(bytes)
        try expect(size, count)
      }
      for (size, count) in [(2, 2), (0, 1), (nil, 0)] as [(Int?, Int)] {
        _ = try reader.readBlocking(timeout: .zero)
        try expect(size, count)
      }
    }
  }

  @Test func `C62: a question for what waits takes no message away`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      try MailslotWriter(opening: demo, in: directory).writeBlocking([1, 2, 3])
      for _ in 1...3 { #expect(try reader.info().nextMessageSize == 3) }
      #expect(try reader.readBlocking(timeout: .zero).bytes == [1, 2, 3])
    }
  }

  @Test func `C63, C66, C73: a mailslot returns the settings with which it was made`() async throws
  {
    try await withDirectory { directory in
      let reader = try MailslotReader(
        creating: demo, in: directory,
        options: MailslotOptions(maximumMessageSize: 256, readTimeout: .seconds(1)))
      let info = try reader.info()
      #expect(info.maximumMessageSize == 256)
      #expect(info.readTimeout == .seconds(1))
      reader.close()
      #expect(errorOf { () throws(MailslotError) in try reader.info() } == .closed)
    }
  }

  @Test func `C69, C70: a changed timeout holds for later reads`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(
        creating: demo, in: directory, options: MailslotOptions(readTimeout: .zero))
      try reader.setReadTimeout(.milliseconds(100))
      #expect(try reader.info().readTimeout == .milliseconds(100))
      let time = elapsed {
        #expect(errorOf { () throws(MailslotError) in try reader.readBlocking() } == .timedOut)
      }
      #expect(time >= .milliseconds(90))
      try reader.setReadTimeout(.zero)
      #expect(errorOf { () throws(MailslotError) in try reader.readBlocking() } == .timedOut)
    }
  }

  @Test func `C71: a read that waits already keeps its time`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      async let waiting = onThread { try? reader.readBlocking().bytes }
      #expect(await eventually { reader.waiterCount == 1 })
      try reader.setReadTimeout(.zero)
      #expect(errorOf { () throws(MailslotError) in try reader.readBlocking() } == .timedOut)
      #expect(reader.waiterCount == 1)
      try MailslotWriter(opening: demo, in: directory).writeBlocking([1])
      #expect(await waiting == [1])
    }
  }

  @Test func `purging drops the messages that wait`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      for _ in 0..<5 { try writer.writeBlocking([1]) }
      #expect(try reader.purge() == 5)
      #expect(try reader.info().messageCount == 0)
    }
  }
}
