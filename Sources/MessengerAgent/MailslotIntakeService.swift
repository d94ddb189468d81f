// SPDX-License-Identifier: Apache-2.0

import Clocks
import Inbox
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
  private static let batchSize = 256

  /// After how long messages are tried again that could not be stored.
  private static let patience = Duration.seconds(1)

  func run() async throws {
    defer { reader.close() }
    ready()
    // What was written before the agent was told to stop comes last.
    let waiting = await cancelWhenGracefulShutdown { await takeUntilCancelled() }
    var rest = waiting[...] + reader.drain().map(Arrival.init)
    while !rest.isEmpty {
      _ = await take(Array(rest.prefix(Self.batchSize)))
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
    while let messages = await nextBatch(behind: waiting.count) {
      waiting = await take(waiting + messages.map(Arrival.init))
    }
    return waiting
  }

  /// Takes messages in, and returns those that have to be tried again.
  private func take(_ arrivals: [Arrival]) async -> [Arrival] {
    let outcomes = await intake.take(arrivals)
    return zip(arrivals, outcomes).filter { $0.mustBeTriedAgain($1) }.map(\.0)
  }

  /// The next messages, `nil` when the agent is to stop; behind others that wait, none perhaps.
  private func nextBatch(behind waitingCount: Int) async -> [MailslotMessage]? {
    do {
      guard waitingCount > 0 else { return try await reader.nextBatch(limit: Self.batchSize) }
      // Nothing wakes an idle agent here: the disk is full.
      try await Task.sleep(for: Self.patience)
      var messages: [MailslotMessage] = []
      while messages.count < Self.batchSize - waitingCount,
        let message = try? reader.read(timeout: .zero)
      {
        messages.append(message)
      }
      return messages
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
