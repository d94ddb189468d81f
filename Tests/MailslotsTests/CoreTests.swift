// SPDX-License-Identifier: Apache-2.0

import Mailslots
import Places
import Testing

@Suite struct CoreTests {
  @Test func `what is written is read`() async throws {
    try await withDirectory { directory in
      let name = try MailslotName("demo")
      let reader = try MailslotReader(creating: name, in: directory)
      let writer = try MailslotWriter(opening: name, in: directory)
      try writer.write([1, 2, 3])
      try writer.write([])
      #expect(try reader.info().messageCount == 2)
      #expect(try reader.read(timeout: .zero).bytes == [1, 2, 3])
      #expect(try reader.read(timeout: .zero).bytes == [])
      #expect(errorOf { () throws(MailslotError) in try reader.read(timeout: .zero) } == .timedOut)
      #expect(
        errorOf { () throws(MailslotError) in try reader.read(timeout: .milliseconds(20)) }
          == .timedOut)
      #expect(try await reader.next(timeout: .milliseconds(20)) == nil)
      async let batch = reader.nextBatch(limit: 10)
      try writer.write([7])
      #expect(try await batch?.first?.bytes == [7])
      reader.close()
      #expect(
        errorOf { () throws(MailslotError) in try writer.write([]) } == .readerGone(reader.path))
    }
  }
}
