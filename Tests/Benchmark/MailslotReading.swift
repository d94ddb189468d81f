// SPDX-License-Identifier: Apache-2.0

import Accounts
import Glibc
import LinuxSystem
import Mailslots

/// Reads from a mailslot, and prints how fast.
struct MailslotReading {
  /// What is measured, and who reads.
  enum Way: String, CaseIterable {
    /// Messages per second of a task that takes batches, as the agent does.
    case read

    /// Messages per second of a thread that takes one message after the other.
    case threadRead = "thread-read"

    /// Microseconds from the write to the end of the read of a thread.
    case latency

    /// Microseconds from the write to the end of the read of a task.
    case taskLatency = "task-latency"
  }

  let directory: FilePath
  let name: String
  let count: Int

  func run(_ way: Way) async throws {
    let reader = try MailslotReader(
      creating: MailslotName(name), in: TrustedDirectory(directory, ownedBy: geteuid()))
    defer { reader.close() }
    switch way {
    case .read: print(Int(try await batchRate(of: reader)))
    case .threadRead: print(Int(try onThread { () throws in try rate(of: reader) }))
    case .latency:
      print(
        median(
          try onThread { () throws in try (0..<count).map { _ in age(of: try reader.read()) } }))
    case .taskLatency:
      var ages: [Double] = []
      for try await message in reader.messages.prefix(count) { ages.append(age(of: message)) }
      print(median(ages))
    }
  }

  /// Runs a call that blocks, which a task may not name.
  private func onThread<Value>(_ body: () throws -> Value) rethrows -> Value { try body() }

  /// The time is that from the first batch to the last.
  private func batchRate(of reader: MailslotReader) async throws -> Double {
    var (messages, writers) = (0, Set<UInt32>())
    var begin: ContinuousClock.Instant?
    var beforeFirst = 0
    while messages < count, let batch = try await reader.nextBatch(limit: 256) {
      messages += batch.count
      for message in batch { writers.insert(message.credentials.userID) }
      if begin == nil { (begin, beforeFirst) = (.now, batch.count) }
    }
    guard let begin, writers == [geteuid()] else { throw Errno.protocolError }
    return Double(messages - beforeFirst) / (begin.duration(to: .now) / .seconds(1))
  }

  /// The time is that from the first message to the last.
  private func rate(of reader: MailslotReader) throws -> Double {
    let first = try reader.read()
    let begin = ContinuousClock.now
    var isOwn = first.credentials.userID == geteuid()
    for _ in 1..<count where try reader.read().credentials.userID != first.credentials.userID {
      isOwn = false
    }
    guard isOwn else { throw Errno.protocolError }
    return Double(count - 1) / (begin.duration(to: .now) / .seconds(1))
  }

  /// How old a message of `stamps` is, in microseconds.
  private func age(of message: MailslotMessage) -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    let sent = message.bytes.withUnsafeBytes { $0.loadUnaligned(as: Double.self) }
    return (Double(time.tv_sec) + Double(time.tv_nsec) / 1e9 - sent) * 1e6
  }

  private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return (sorted[sorted.count / 2] * 100).rounded() / 100
  }
}
