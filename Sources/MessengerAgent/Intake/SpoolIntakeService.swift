// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import Inbox
import LinuxSystem
import Logging
import Mailslots
import Messages
import ServiceLifecycle

/// Brings the messages of a spool to the intake: at the start, and whenever a file is added.
///
/// A message leaves the spool when it is in the inbox, or can never be. After a crash in between it
/// comes twice, and the inbox keeps it once. Its sender believes that it is kept: so a message for
/// which the sender has no room in the inbox stays in the spool until there is room, and the agent
/// logs each message that it removes without storing it.
struct SpoolIntakeService: Service {
  let spool: Spool
  let intake: Intake
  let log: Logger

  /// The time between two attempts to store a message.
  private static let retryDelay = Duration.seconds(5)

  /// The time between two attempts to store messages for which there was no room.
  private static let backlogRetryDelay = Duration.seconds(30)

  /// The longest pause after a scan.
  private static let longestPause = Duration.seconds(10)

  /// Why messages of one sender were not taken: what one line of the log counts.
  private struct Refused: Hashable {
    let sender: UInt32
    let why: String
    let isKept: Bool
  }

  func run() async throws {
    let due = WakeSignal()
    let alarm = Alarm(due)
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
        let start = ContinuousClock.now
        var heldBack: Set<String> = []
        let scan = try spool.scan(now: .now) { name in
          guard backlog.holdsBack(name) else { return false }
          heldBack.insert(name)
          return true
        }
        let pause = min(start.duration(to: .now) * 9, SpoolIntakeService.longestPause)
        if !scan.isPartial { backlog.keep(heldBack.union(scan.entries.map(\.name))) }
        for (refusal, count) in scan.refusals {
          log.notice("refused in the spool", metadata: ["why": "\(refusal)", "count": "\(count)"])
        }
        let hasFailed = try await take(scan.entries, &backlog)
        if !hasFailed {
          guard scan.isPartial else { return pause }
          continue
        }
      } catch {
        log.error("spool not read", metadata: ["path": "\(spool.path)", "why": "\(error)"])
      }
      await Alarm.wait(for: SpoolIntakeService.retryDelay)
    }
    return .zero
  }

  /// Takes entries in, and removes those that are stored or refused for good.
  ///
  /// - Returns: Whether the agent has to try some again.
  private func take(
    _ entries: [SpoolEntry], _ backlog: inout SpoolBacklog
  ) async throws -> Bool {
    let outcomes = await intake.take(entries.map(Arrival.init))
    var hasFailed = false
    var refused: [Refused: Int] = [:]
    for (entry, outcome) in zip(entries, outcomes) {
      switch outcome {
      case .stored:
        try spool.remove(entry)
        backlog.removeAll(of: entry.sender)
      case .refused(let refusal):
        let isKept = refusal == .notAdmitted(.notEnoughQuota)
        let line = Refused(sender: entry.sender, why: "\(refusal)", isKept: isKept)
        if !isKept { try spool.remove(entry) }
        if !isKept || backlog.insert(entry.name, of: entry.sender) {
          refused[line, default: 0] += 1
        }
      case .failed: hasFailed = true
      }
    }
    for (line, count) in refused {
      log.notice(
        line.isKept ? "left in the spool until there is room" : "refused in the spool",
        metadata: ["uid": "\(line.sender)", "why": "\(line.why)", "count": "\(count)"])
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
