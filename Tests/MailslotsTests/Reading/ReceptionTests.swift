// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Testing

@testable import Mailslots

/// Which thread receives, and that messages arrive whichever it is.
@Suite struct ReceptionTests {
  private let start = Deadline.now

  private func clock(_ milliseconds: Int) -> () -> Deadline {
    { [start] in start.advanced(by: .milliseconds(milliseconds)) }
  }

  @Test func `the draining thread receives until a thread that reads takes over`() {
    var reception = Reception()
    #expect(reception.pause(isNeeded: false, at: clock(0)) == nil)
    let wakes = reception.begin(1)
    #expect(wakes)
    #expect(reception.pause(isNeeded: false, at: clock(0)) == .never)
  }

  @Test func `the draining thread that sleeps without end is woken once`() {
    var reception = Reception()
    _ = reception.begin(1)
    _ = reception.pause(isNeeded: false, at: clock(0))
    let (first, again) = (reception.stop(at: clock(0)()), reception.begin(2))
    #expect(first)
    #expect(!again)
    let second = reception.stop(at: clock(1)())
    #expect(!second)
  }

  @Test func `the draining thread comes back ten milliseconds after the last message`() {
    var reception = Reception()
    _ = reception.begin(1)
    _ = reception.stop(at: clock(0)())
    #expect(reception.pause(isNeeded: false, at: clock(4)) == clock(10)())
    #expect(reception.isUnattended)
    #expect(reception.pause(isNeeded: false, at: clock(10)) == nil)
    #expect(!reception.isUnattended)
  }

  @Test func `the draining thread comes back at once for a read that waits in another way`() {
    var reception = Reception()
    _ = reception.begin(1)
    #expect(reception.pause(isNeeded: true, at: clock(0)) == .never)
    _ = reception.stop(at: clock(0)())
    #expect(reception.pause(isNeeded: true, at: clock(1)) == nil)
  }

  @Test func `messages leave the kernel although the thread does not read again`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      async let first = onThread { try? reader.read().bytes }
      #expect(await eventually { reader.waiterCount == 1 })
      // More than the kernel keeps: they have to change to this process although no thread reads.
      for number in 0..<200 as Range<UInt8> { try await writer.write([number]) }
      #expect(await first == [0])
      #expect(try reader.readAll() == (1..<200).map { [$0] })
    }
  }

  @Test func `a thread, and tasks behind it, all get their messages`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      let writer = try MailslotWriter(opening: demo, in: directory)
      for _ in 0..<200 {
        async let thread = onThread { try? reader.read().bytes }
        #expect(await eventually { reader.waiterCount == 1 })
        async let first = reader.next()
        #expect(await eventually { reader.waiterCount == 2 })
        try await writer.write([1])
        try await writer.write([2])
        #expect(await thread == [1])
        #expect(try await first?.bytes == [2])
      }
    }
  }

  @Test func `a thread that receives keeps its deadline, and ends when the reader closes`()
    async throws
  {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      for timeout in [Duration.microseconds(300), .milliseconds(30)] {
        let time = elapsed {
          #expect(
            errorOf { () throws(MailslotError) in try reader.read(timeout: timeout) } == .timedOut)
        }
        #expect(time >= timeout)
      }
      async let error = onThread { errorOf { () throws(MailslotError) in try reader.read() } }
      #expect(await eventually { reader.waiterCount == 1 })
      reader.close()
      #expect(await error == .aborted)
    }
  }

  @Test func `a thread that receives sees the end of a drained mailslot`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      async let error = onThread {
        errorOf { () throws(MailslotError) in try reader.read(timeout: .milliseconds(200)) }
      }
      #expect(await eventually { reader.waiterCount == 1 })
      #expect(reader.drain().isEmpty)
      #expect(await error == .timedOut)
      reader.close()
    }
  }
}
