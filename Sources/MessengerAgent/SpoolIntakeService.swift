// SPDX-License-Identifier: Apache-2.0

import Clocks
import Inbox
import Logging
import Mailslots
import Messages
import Places
import ServiceLifecycle

/// Brings what was left in a spool to the intake: at the start, and whenever something is added.
///
/// A message leaves the spool when it is in the inbox, or can never be. A crash in between makes it
/// come twice, which the inbox takes for the one message it is.
struct SpoolIntakeService: Service {
  let spool: Spool
  let intake: Intake
  let log: Logger

  /// After how long a message that could not be stored is tried again.
  private static let patience = Duration.seconds(5)

  /// The longest pause after a scan.
  private static let longestPause = Duration.seconds(10)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      do {
        try await spool.withChanges { changes in
          for await _ in changes { await Alarm.wait(for: await takeAll()) }
        }
      } catch {
        // Without its spool the agent still does all the rest.
        log.error("spool not watched", metadata: ["path": "\(spool.path)", "why": "\(error)"])
      }
    }
  }

  /// Takes all that is there; whatever goes wrong with that is tried again.
  ///
  /// - Returns: How long to wait before the next look: nine times what the last one took, so that a
  ///   spool full of junk costs a tenth of a processor at most.
  private func takeAll() async -> Duration {
    while !Task.isCancelled {
      do {
        let start = ContinuousClock.now
        let scan = try spool.scan(now: .now)
        let pause = min(start.duration(to: .now) * 9, SpoolIntakeService.longestPause)
        for (refusal, count) in scan.refusals {
          log.notice("refused in the spool", metadata: ["why": "\(refusal)", "count": "\(count)"])
        }
        if try await !take(scan.entries) {
          guard scan.isPartial else { return pause }
          continue
        }
      } catch {
        log.error("spool not read", metadata: ["path": "\(spool.path)", "why": "\(error)"])
      }
      await Alarm.wait(for: SpoolIntakeService.patience)
    }
    return .zero
  }

  /// Takes entries in and removes those that need not be tried again.
  ///
  /// - Returns: Whether some have to be.
  private func take(_ entries: [SpoolEntry]) async throws -> Bool {
    let outcomes = await intake.take(entries.map(Arrival.init))
    var hasFailed = false
    for (entry, outcome) in zip(entries, outcomes) {
      switch outcome {
      case .stored, .refused: try spool.remove(entry)
      case .failed: hasFailed = true
      }
    }
    return hasFailed
  }
}

extension Arrival {
  fileprivate init(_ entry: SpoolEntry) {
    self.init(
      bytes: entry.body, sender: entry.sender, origin: .spool, time: .now, id: entry.id,
      descriptor: nil)
  }
}
