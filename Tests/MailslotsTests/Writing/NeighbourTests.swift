// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import Testing

@testable import Mailslots

/// Calls keep their promises beside other threads, processes and signals.
@Suite(.serialized) struct NeighbourTests {
  /// Writes until the mailslot takes no more message: its reader and the kernel's queue are full.
  ///
  /// - Returns: How many messages it took.
  @discardableResult
  private func fill(_ writer: borrowing MailslotWriter) -> Int {
    var count = 0
    // The reader empties the kernel's queue once more while it is not full itself.
    while errorOf({ () throws(MailslotError) in
      try writer.write([1], until: .after(.milliseconds(100)))
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
      let writer = SharedWriter(try MailslotWriter(opening: demo, in: directory))
      fill(writer.writer)
      async let long = onThread { secondsToFail(writer.writer, .milliseconds(1500)) }
      async let short = onThread {
        (0..<4).map { _ in secondsToFail(writer.writer, .milliseconds(250)) }
      }
      expect(await short, toKeep: 0.25)
      expect([await long], toKeep: 1.5)
      #expect(try reader.info().messageCount >= 4)
    }
  }

  /// A writer that several threads have.
  private final class SharedWriter: Sendable {
    let writer: MailslotWriter

    init(_ writer: consuming MailslotWriter) { self.writer = writer }
  }

  /// How long a write to a full mailslot takes to give up, in seconds.
  private func secondsToFail(_ writer: borrowing MailslotWriter, _ timeout: Duration) -> Double {
    let start = ContinuousClock.now
    let error = errorOf { () throws(MailslotError) in
      try writer.write([1], until: .after(timeout))
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
      try MailslotWriter(opening: demo, in: directory).write([1])
      #expect(reader.drain().count == 1)
      let before = processTime()
      poll(nil, 0, 300)  // The time in which a thread that does not sleep would be seen.
      #expect(processTime() - before < 0.1)
      reader.close()
    }
  }

  /// The processor time of this process, in seconds.
  private func processTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test func `a purge drops what the kernel holds, too`() async throws {
    try await withDirectory { directory in
      let reader = try MailslotReader(creating: demo, in: directory, options: Self.small)
      let writer = try MailslotWriter(opening: demo, in: directory)
      let count = fill(writer)
      #expect(count > 4)
      #expect(try reader.purge() == count)
      #expect(try reader.info().messageCount == 0)
      try writer.write([2], until: .now)
      #expect(try reader.read(timeout: .zero).bytes == [2])
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
      #expect(error == .system(directory.path.appending("demo"), .tooManyOpenFiles))
      #expect(fcntl(socket.rawValue, F_GETFD) >= 0)
      // Neither is the lock kept.
      let reader = try MailslotReader(adopting: socket, name: demo, in: directory)
      try MailslotWriter(opening: demo, in: directory).write([1])
      #expect(try reader.read(timeout: .zero).bytes == [1])
    }
  }
}
