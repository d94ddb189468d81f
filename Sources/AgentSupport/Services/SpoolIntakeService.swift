// SPDX-License-Identifier: Apache-2.0

import Inbox
package import Logging
import ServiceLifecycle

/// Takes in the messages of a spool: at the start, and whenever a file is added.
package struct SpoolIntakeService: Service {
  private let intake: SpoolIntake
  private let log: Logger

  /// The time between two attempts to store a message.
  private static let retryDelay = Duration.seconds(5)

  /// The time between two attempts to store messages for which there was no room.
  private static let backlogRetryDelay = Duration.seconds(30)

  /// The longest pause after a scan.
  private static let longestPause = Duration.seconds(10)

  /// Prepares to take the messages of a spool in.
  package init(intake: SpoolIntake, log: Logger) {
    self.intake = intake
    self.log = log
  }

  package func run() async throws {
    let due = WakeSignal()
    let alarm = Alarm(due)
    let spool = intake.spool
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask {
          do {
            try await spool.withChanges { changes in
              for await _ in changes { due.ring() }
            }
          } catch {
            // Without its spool the agent still does everything else.
            log.error("spool not watched", metadata: ["path": "\(spool.path)", "why": "\(error)"])
          }
        }
        var backlog = SpoolBacklog()
        await due.answer {
          backlog.takeSamples()
          await Alarm.wait(for: await takeAll(&backlog))
          if !backlog.isEmpty { alarm.set(for: .now + SpoolIntakeService.backlogRetryDelay) }
        }
        alarm.cancel()
        group.cancelAll()
      }
    }
  }

  /// Takes all messages but those in the backlog, and tries again after a failure.
  ///
  /// - Returns: How long to wait before the next look: nine times what the last one took, so that a
  ///   spool full of junk costs a tenth of a processor at most.
  private func takeAll(_ backlog: inout SpoolBacklog) async -> Duration {
    while !Task.isCancelled {
      do {
        let pass = try await intake.take(&backlog)
        if !pass.hasFailed {
          guard pass.isPartial else {
            return min(pass.scanTime * 9, SpoolIntakeService.longestPause)
          }
          continue
        }
      } catch {
        log.error(
          "spool not read", metadata: ["path": "\(intake.spool.path)", "why": "\(error)"])
      }
      await Alarm.wait(for: SpoolIntakeService.retryDelay)
    }
    return .zero
  }
}
