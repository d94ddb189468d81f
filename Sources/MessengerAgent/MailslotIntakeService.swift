// SPDX-License-Identifier: Apache-2.0

import Inbox
import LinuxSystem
import Mailslots
import Messages
import ServiceLifecycle

/// Brings what is written to the user's mailslot to the intake, as fast as it is stored.
struct MailslotIntakeService: Service {
  let reader: MailslotReader
  let intake: Intake

  /// Called when messages are taken from now on.
  let ready: @Sendable () -> Void

  /// The most messages in one transaction.
  private static let batchSize = 512

  /// So many are stored at once, before it is looked whether there are more.
  private static let worthyBatchSize = 128

  /// After how long messages are tried again that could not be stored.
  private static let patience = Duration.seconds(1)

  func run() async throws {
    defer { reader.close() }
    ready()
    // What was written before the agent was told to stop comes last.
    let waiting = await cancelWhenGracefulShutdown {
      // A message by itself is stored without a word to other threads.
      await withTaskExecutorPreference(intake.executor) { await takeUntilCancelled() }
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
  ///   is full. All others wait where they are, and when that is full their writers wait: nothing is
  ///   dropped.
  private func takeUntilCancelled() async -> [Arrival] {
    var waiting: [Arrival] = []
    while let messages = await nextMessages(behind: waiting.count) {
      waiting = await take(waiting + messages.map(Arrival.init))
    }
    return waiting
  }

  /// Takes messages in, and those that come meanwhile.
  ///
  /// - Returns: Those that have to be tried again.
  private func take(_ arrivals: [Arrival]) async -> [Arrival] {
    var waiting: [Arrival] = []
    var batch = await intake.admit(arrivals)
    var results = await intake.store(batch)
    var behind = IntakeBatch()
    // Nothing more is taken while nothing can be stored.
    while results != nil {
      let isWorthIt = behind.arrivals.count >= Self.worthyBatchSize
      let next = isWorthIt ? behind : await admitMore(behind: behind)
      behind = IntakeBatch()
      guard !next.arrivals.isEmpty else { break }
      // While a batch is on its way to the disk, the senders of the one before it are told, and the
      // one behind it is read: on other threads.
      results = await withTaskGroup { group in
        // Handed over, so that its descriptors are let go of there.
        let (former, formerResults) = (batch, results)
        batch = next
        group.addTask(executorPreference: Workers.current) {
          await (finish(former, formerResults), admitMore(behind: IntakeBatch()))
        }
        let results = await intake.store(next)
        for await (failed, more) in group {
          waiting += failed
          behind = more
        }
        return results
      }
    }
    waiting += await finish(batch, results)
    return await waiting + finish(behind, intake.store(behind))
  }

  /// Admits what else has been written, if anything has.
  private func admitMore(behind batch: IntakeBatch) async -> IntakeBatch {
    let limit = Self.batchSize - batch.arrivals.count
    guard !Task.isCancelled, limit > 0,
      let messages = try? reader.readBatch(limit: limit), !messages.isEmpty
    else { return batch }
    return await intake.admit(messages.map(Arrival.init), behind: batch)
  }

  /// Tells senders what became of their messages.
  ///
  /// - Returns: Those that have to be tried again.
  private func finish(_ batch: IntakeBatch, _ results: [StoreResult]?) async -> [Arrival] {
    let outcomes = await intake.answer(batch, results)
    return zip(batch.arrivals, outcomes).filter { $0.mustBeTriedAgain($1) }.map(\.0)
  }

  /// The next messages, `nil` when the agent is to stop; behind others that wait, none perhaps.
  private func nextMessages(behind waitingCount: Int) async -> [MailslotMessage]? {
    do {
      guard waitingCount > 0 else { return try await reader.nextBatch(limit: Self.batchSize) }
      await Alarm.wait(for: Self.patience)
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

  /// Whether nobody but the agent can try this message again: its sender was told nothing.
  fileprivate func mustBeTriedAgain(_ outcome: Intake.Outcome) -> Bool {
    outcome == .failed && descriptor == nil
  }
}
