// SPDX-License-Identifier: Apache-2.0

import Inbox
import Logging
import Mailslots
import Messages
import ServiceLifecycle

/// Brings what is written to the user's mailslot to the intake, as fast as it is stored.
struct MailslotIntakeService: Service {
  let reader: MailslotReader
  let intake: Intake
  let log: Logger

  /// The most messages in one transaction.
  private static let batchSize = 256

  /// The most messages without a descriptor that wait for a full disk: the mailslot's own bound.
  private static let maximumWaitingCount = 4096

  func run() async throws {
    defer { reader.close() }
    var waiting: [Arrival] = []
    while let messages = await nextBatch(patience: waiting.isEmpty ? nil : .seconds(1)) {
      let arrivals = waiting + messages.map(Arrival.init)
      let outcomes = await intake.take(arrivals)
      waiting = zip(arrivals, outcomes).filter { $0.mustBeTriedAgain($1) }.map(\.0)
      if waiting.count > Self.maximumWaitingCount {
        log.error("lost", metadata: ["count": "\(waiting.count - Self.maximumWaitingCount)"])
        waiting.removeFirst(waiting.count - Self.maximumWaitingCount)
      }
    }
  }

  /// The next messages; none when `patience` ends, `nil` when the agent is to stop.
  private func nextBatch(patience: Duration?) async -> [MailslotMessage]? {
    await cancelWhenGracefulShutdown {
      do throws(MailslotError) {
        guard let patience else { return try await reader.nextBatch(limit: Self.batchSize) }
        return try await reader.next(timeout: patience).map { [$0] } ?? []
      } catch {
        return drained()
      }
    }
  }

  /// What was written before the agent was told to stop, or `nil` when nothing is left of it.
  private func drained() -> [MailslotMessage]? {
    var messages: [MailslotMessage] = []
    while messages.count < Self.batchSize,
      let message = try? reader.read(timeout: .zero)
    {
      messages.append(message)
    }
    return messages.isEmpty ? nil : messages
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
