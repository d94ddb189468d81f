// SPDX-License-Identifier: Apache-2.0

import Inbox
import LinuxSystem
package import Mailslots
import Messages
import ServiceLifecycle

/// Brings the messages of the user's mailslot to the intake, as fast as it stores them.
package struct MailslotIntakeService: Service {
  private let reader: MailslotReader
  private let intake: Intake

  /// Where the task stores messages best: the executor of the inbox.
  private let executor: any TaskExecutor

  /// Called when the service begins to take messages.
  private let ready: @Sendable () -> Void

  /// The most messages in one transaction.
  private static let batchSize = 512

  /// How many messages are stored at once without a look for more.
  private static let sufficientBatchSize = 128

  /// The time between two attempts to store messages.
  private static let retryDelay = Duration.seconds(1)

  /// Prepares to take the messages of a mailslot in.
  package init(
    reader: MailslotReader, intake: Intake, executor: any TaskExecutor,
    ready: @escaping @Sendable () -> Void
  ) {
    self.reader = reader
    self.intake = intake
    self.executor = executor
    self.ready = ready
  }

  package func run() async throws {
    defer { reader.close() }
    ready()
    // Messages that were written before the agent got the signal to end come last.
    let waiting = await cancelWhenGracefulShutdown {
      // For a single message no other thread has to wake up.
      await withTaskExecutorPreference(executor) { await takeUntilCancelled() }
    }
    var rest = waiting[...] + reader.drain().map(Arrival.init)
    while !rest.isEmpty {
      _ = await intake.take(Array(rest.prefix(Self.batchSize)))
      rest = rest.dropFirst(Self.batchSize)
    }
  }

  /// Takes messages in as they come.
  ///
  /// - Returns: What is still to be stored: messages whose senders wait for no receipt, while the disk
  ///   is full. All other messages wait in the mailslot, and when that is full their writers wait:
  ///   nothing is dropped.
  private func takeUntilCancelled() async -> [Arrival] {
    var waiting: [Arrival] = []
    while let messages = await nextMessages(behind: waiting.count) {
      waiting = await take(waiting + messages.map(Arrival.init))
    }
    return waiting
  }

  /// Takes messages in, with those that arrive meanwhile.
  ///
  /// - Returns: The messages that the agent has to try again.
  private func take(_ arrivals: [Arrival]) async -> [Arrival] {
    var waiting: [Arrival] = []
    var batch = await intake.admit(arrivals)
    var results = await intake.save(batch)
    var behind = IntakeBatch()
    // The loop ends when the store fails.
    while results != nil {
      let isSufficient = behind.arrivals.count >= Self.sufficientBatchSize
      let next = isSufficient ? behind : await admitMore(behind: behind)
      behind = IntakeBatch()
      guard !next.arrivals.isEmpty else { break }
      // While this thread writes one batch to the disk, other threads tell the senders of the batch
      // before it, and read the batch behind it.
      results = await withTaskGroup { group in
        // Moved, so that the other thread releases its descriptors.
        let (former, formerResults) = (batch, results)
        batch = next
        group.addTask(executorPreference: Workers.current) {
          await (finish(former, formerResults), admitMore(behind: IntakeBatch()))
        }
        let results = await intake.save(next)
        for await (failed, more) in group {
          waiting += failed
          behind = more
        }
        return results
      }
    }
    waiting += await finish(batch, results)
    return await waiting + finish(behind, intake.save(behind))
  }

  /// Admits the messages that have arrived meanwhile, if there are any.
  private func admitMore(behind batch: IntakeBatch) async -> IntakeBatch {
    let limit = Self.batchSize - batch.arrivals.count
    guard !Task.isCancelled, limit > 0,
      let messages = try? reader.readBatch(limit: limit), !messages.isEmpty
    else { return batch }
    return await intake.admit(messages.map(Arrival.init), behind: batch)
  }

  /// Tells senders what happened to their messages.
  ///
  /// - Returns: The messages that the agent has to try again.
  private func finish(_ batch: IntakeBatch, _ results: [StoreResult]?) async -> [Arrival] {
    let outcomes = await intake.answer(batch, results)
    return zip(batch.arrivals, outcomes).filter { $0.mustBeTriedAgain($1) }.map(\.0)
  }

  /// The next messages, perhaps none when others wait already; `nil` when the agent ends.
  private func nextMessages(behind waitingCount: Int) async -> [MailslotMessage]? {
    do {
      guard waitingCount > 0 else { return try await reader.nextBatch(limit: Self.batchSize) }
      await Alarm.wait(for: Self.retryDelay)
      return Task.isCancelled ? nil : try reader.readBatch(limit: Self.batchSize - waitingCount)
    } catch {
      return nil
    }
  }
}

extension Arrival {
  fileprivate init(_ message: MailslotMessage) {
    self.init(
      bytes: message.bytes, sender: message.credentials.userID, origin: .mailslot,
      time: .now, descriptor: message.descriptor)
  }

  /// Whether only the agent can try this message again: its sender does not know that it failed.
  fileprivate func mustBeTriedAgain(_ outcome: Intake.Outcome) -> Bool {
    outcome == .failed && descriptor == nil
  }
}
