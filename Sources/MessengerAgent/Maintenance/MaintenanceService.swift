// SPDX-License-Identifier: Apache-2.0

import AgentSupport
import Inbox
import LinuxSystem
import Logging
import Messages
import ServiceLifecycle

/// Does the work that can wait: makes new messages searchable, and deletes the oldest messages.
struct MaintenanceService: Service {
  let inbox: Inbox
  let settings: AgentSettings

  /// Rung when the inbox has new messages.
  let wakeSignal: WakeSignal
  let log: Logger

  /// The time between the first new message and the work: most bursts are over by then.
  private static let debounce = Duration.seconds(2)

  /// The time between two deletions of the oldest messages.
  private static let pruneInterval = Duration.seconds(86_400)

  func run() async throws {
    let due = WakeSignal()
    let alarm = Alarm(due)
    due.ring()
    await withDiscardingTaskGroup { group in
      group.addTask {
        await wakeSignal.answer { alarm.set(for: .now + MaintenanceService.debounce) }
      }
      var lastPrune: ContinuousClock.Instant?
      await due.answer {
        await index()
        if let lastPrune, lastPrune.duration(to: .now) < MaintenanceService.pruneInterval { return }
        await prune()
        lastPrune = .now
      }
    }
    alarm.cancel()
  }

  private func index() async {
    do {
      while try await inbox.run({ try $0.indexForSearch() }), !Task.isShuttingDownGracefully {}
    } catch {
      log.warning("messages not indexed for search", metadata: ["why": "\(error)"])
    }
  }

  private func prune() async {
    let configuration = settings.configuration
    let retention = Inbox.Retention(
      maximumAge: configuration.inboxAge.components.seconds,
      maximumCount: configuration.inboxMessages)
    var count = 0
    do {
      while !Task.isShuttingDownGracefully {
        let pruned = try await inbox.run { try $0.prune(retention, now: .now) }
        guard pruned > 0 else { break }
        count += pruned
      }
    } catch {
      log.error("old messages not deleted", metadata: ["why": "\(error)"])
    }
    if count > 0 { log.info("old messages deleted", metadata: ["count": "\(count)"]) }
  }
}
