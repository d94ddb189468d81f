// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Testing

@testable import Mailslots

@Suite struct ConcurrencyTests {
  @Test func `C28, C78: eight writers' messages all arrive whole, each writer's in its order`()
    async throws
  {
    let count = 2_000
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let path = directory.path
      await withTaskGroup(of: Void.self) { group in
        for writerNumber in 0..<8 as Range<UInt8> {
          group.addTask {
            let error = await onThread {
              errorOf { () throws(MailslotError) in
                let writer = try MailslotWriter(opening: demo, in: trusted(path))
                for number in 0..<count {
                  let size = 2 + number % 200
                  var bytes = [UInt8](repeating: writerNumber, count: size + 2)
                  bytes[size] = UInt8(number >> 8)
                  bytes[size + 1] = UInt8(number & 255)
                  try writer.writeBlocking(bytes, until: .after(.seconds(60)))
                }
              }
            }
            #expect(error == nil)
          }
        }
        var next = [Int](repeating: 0, count: 8)
        var received = 0
        while received < 8 * count, let batch = try? await reader.nextBatch(limit: 64) {
          for message in batch {
            let bytes = message.bytes
            let writer = Int(bytes[0])
            let size = bytes.count - 2
            #expect(bytes[..<size].allSatisfy { $0 == bytes[0] })
            #expect(Int(bytes[size]) << 8 | Int(bytes[size + 1]) == next[writer])
            next[writer] += 1
          }
          received += batch.count
        }
        #expect(next == [Int](repeating: count, count: 8))
      }
      #expect(try reader.info().messageCount == 0)
    }
  }

  @Test func `C79: of several waiting reads the oldest gets the first message`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      var reads: [Task<[UInt8]?, any Error>] = []
      for number in 0..<6 {
        // Threads and tasks wait in one queue.
        reads.append(
          number.isMultiple(of: 2)
            ? Task { try await reader.next()?.bytes }  // Awaited below.
            : Task { await onThread { try? reader.readBlocking().bytes } })  // Awaited below.
        #expect(await eventually { reader.waiterCount == number + 1 })
      }
      for number in 0..<6 as Range<UInt8> { try writer.writeBlocking([number]) }
      for number in 0..<6 { #expect(try await reads[number].value == [UInt8(number)]) }
      #expect(try reader.info().messageCount == 0)
    }
  }

  @Test func `C81: a writer never hangs while readers come and go`() async throws {
    try await withDirectory { directory in
      let path = directory.path
      await withTaskGroup(of: Void.self) { group in
        group.addTask {
          await onThread {
            for _ in 0..<300 {
              let made = errorOf { () throws(MailslotError) in
                try MailslotReader(creating: demo, in: trusted(path)).close()
              }
              #expect(made == nil)
            }
          }
        }
        for _ in 0..<2 {
          group.addTask {
            await onThread {
              for _ in 0..<1_000 {
                let error = errorOf { () throws(MailslotError) in
                  let writer = try MailslotWriter(opening: demo, in: trusted(path))
                  for _ in 0..<20 { try writer.writeBlocking([1], until: .after(.seconds(60))) }
                }
                let path = path.appending("demo")
                #expect([nil, .notFound(path), .readerGone(path)].contains(error))
              }
            }
          }
        }
      }
    }
  }
}
