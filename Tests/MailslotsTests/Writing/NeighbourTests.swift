// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import Mailslots

/// Calls keep their promises beside other threads, processes and signals.
@Suite(.serialized) struct NeighbourTests {
  /// Writes until the mailslot takes no more message: its reader and the kernel's queue are full.
  ///
  /// - Returns: How many messages it took.
  @discardableResult
  private func fill(_ writer: MailslotWriter) -> Int {
    var count = 0
    // The reader empties the kernel's queue once more while it is not full itself.
    while errorOf({ () throws(MailslotError) in
      try writer.writeBlocking([1], until: .after(.milliseconds(100)))
    }) == nil { count += 1 }
    return count
  }

  private static let small = MailslotOptions(quota: MailslotQuota(messageCount: 4, shares: 1))

  @Test func `a write keeps its deadline while a signal comes each millisecond`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory, options: Self.small)
      let writer = try MailslotWriter(opening: demo, in: directory)
      fill(writer)
      InterruptibleThread.prepareProcess()
      InterruptibleThread.admitInterrupts(true)
      let own = pthread_self()
      let isOver = Guarded(false)
      let signals = PlainThread {
        while !isOver.withLock(\.self) {
          pthread_kill(own, SIGURG)
          usleep(1000)  // The signals come at a rate; nothing is waited for.
        }
      }
      let times = (0..<3).map { _ in secondsToFail(writer, .milliseconds(300)) }
      isOver.withLock { $0 = true }
      signals?.join()
      InterruptibleThread.admitInterrupts(false)
      expect(times, toKeep: 0.3)
      _ = reader
    }
  }

  @Test func `each of the threads that share a writer keeps its own deadline`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory, options: Self.small)
      let writer = try MailslotWriter(opening: demo, in: directory)
      fill(writer)
      async let long = onThread { secondsToFail(writer, .milliseconds(1500)) }
      async let short = onThread {
        (0..<4).map { _ in secondsToFail(writer, .milliseconds(250)) }
      }
      expect(await short, toKeep: 0.25)
      expect([await long], toKeep: 1.5)
      #expect(try reader.info().messageCount >= 4)
    }
  }

  /// How long a write to a full mailslot takes to give up, in seconds.
  private func secondsToFail(_ writer: MailslotWriter, _ timeout: Duration) -> Double {
    let start = ContinuousClock.now
    let error = errorOf { () throws(MailslotError) in
      try writer.writeBlocking([1], until: .after(timeout))
    }
    #expect(error == .queueFull(writer.path))
    return start.duration(to: .now) / .seconds(1)
  }

  /// Expects that no write ended before its deadline, and that one ended a tenth of a second behind it
  /// at most.
  ///
  /// A machine that is busy may be late once: what is late each time is too late.
  private func expect(
    _ times: [Double], toKeep deadline: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(times.allSatisfy { $0 >= deadline }, "\(times)", sourceLocation: sourceLocation)
    let best = times.min() ?? .infinity
    #expect(best < deadline + 0.1, "\(times)", sourceLocation: sourceLocation)
  }

  @Test func `a reader that was drained sleeps until it is closed`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      try MailslotWriter(opening: demo, in: directory).writeBlocking([1])
      #expect(reader.drain().count == 1)
      let before = processTime()
      poll(nil, 0, 300)  // The time in which a thread that does not sleep would be seen.
      #expect(processTime() - before < 0.1)
      reader.close()
    }
  }

  /// The processor time of this process, in seconds.
  private func processTime() -> Double {
    // The clock of C counts microseconds on Linux.
    Double(clock()) / 1e6
  }

  @Test func `a purge drops what the kernel holds, too`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory, options: Self.small)
      let writer = try MailslotWriter(opening: demo, in: directory)
      let count = fill(writer)
      #expect(count > 4)
      #expect(try reader.purge() == count)
      #expect(try reader.info().messageCount == 0)
      try writer.writeBlocking([2], until: .now)
      #expect(try reader.readBlocking(timeout: .zero).bytes == [2])
    }
  }

  @Test func `a full table of descriptors has an error of its own`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory)
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      let next = fcntl(0, F_DUPFD_CLOEXEC, 0)
      close(next)
      var tight = limit
      tight.rlim_cur = rlim_t(next)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &tight)
      let opening = errorOf { () throws(MailslotError) in
        try MailslotWriter(opening: demo, in: directory)
      }
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      #expect(opening == .tooManyOpenFiles(reader.path))
      #expect(opening?.win32Code == 4)
      #expect(opening?.description.contains("ulimit -n") == true)
    }
  }

  @Test func `a large purge gives its memory back`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(
        creating: demo, in: directory, options: MailslotOptions(quota: .unlimited))
      let writer = try MailslotWriter(opening: demo, in: directory)
      // What other tests freed is given back first, or the messages would lie in it.
      HeapMemory.returnFree()
      let before = residentBytes()
      // As many sizes as a program has: the C library then keeps what lies between pieces in use.
      var kept: [MailslotMessage] = []
      for number in 0..<60_000 {
        try writer.writeBlocking([UInt8](repeating: 1, count: 500 + number % 1500))
        if number % 1000 == 0 { kept.append(try reader.readBlocking(timeout: .zero)) }
      }
      #expect(try reader.info().messageCount == 60_000 - kept.count)
      let full = residentBytes() - before
      #expect(full > 60 << 20)
      #expect(try reader.purge() == 60_000 - kept.count)
      #expect(residentBytes() - before < full / 4 || Sanitizer.isOn)
      #expect(kept.count == 60)
    }
  }

  @Test func `a socket that cannot be adopted stays open`() async throws {
    try await withDirectory { directory in
      let socket = try boundSocket(at: directory.path.appending("demo"), type: SOCK_DGRAM.rawValue)
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      let next = fcntl(0, F_DUPFD_CLOEXEC, 0)
      close(next)
      // Room for the directory and the lock, and for nothing behind them.
      var tight = limit
      tight.rlim_cur = rlim_t(next) + 2
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &tight)
      let error = errorOf { () throws(MailslotError) in
        try MailslotReader(adopting: socket, name: demo, in: directory)
      }
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      #expect(error == .tooManyOpenFiles(directory.path.appending("demo")))
      #expect(fcntl(socket.rawValue, F_GETFD) >= 0)
      // Neither is the lock kept.
      let reader = try MailslotReader(adopting: socket, name: demo, in: directory)
      try MailslotWriter(opening: demo, in: directory).writeBlocking([1])
      #expect(try reader.readBlocking(timeout: .zero).bytes == [1])
    }
  }
}
