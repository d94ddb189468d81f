// SPDX-License-Identifier: Apache-2.0

import Inbox
import LinuxSystem
import Logging
import Messages
import ServiceLifecycle

/// Does what can wait until messages have come in: makes them findable, and forgets the oldest.
struct MaintenanceService: Service {
  let inbox: Inbox
  let settings: AgentSettings

  /// Rung whenever messages have come in.
  let wakeSignal: WakeSignal
  let log: Logger

  /// How long after the first new message it begins: a burst is over by then, mostly.
  private static let patience = Duration.seconds(2)

  /// How often the oldest messages are looked for.
  private static let interval = Duration.seconds(86_400)

  func run() async throws {
    let due = WakeSignal()
    let alarm = Alarm(due)
    due.ring()
    await withDiscardingTaskGroup { group in
      group.addTask {
        await wakeSignal.answer { alarm.set(for: .now + MaintenanceService.patience) }
      }
      var lastPrune: ContinuousClock.Instant?
      await due.answer {
        await index()
        if let lastPrune, lastPrune.duration(to: .now) < MaintenanceService.interval { return }
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
      log.warning("not indexed", metadata: ["why": "\(error)"])
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
      log.error("not forgotten", metadata: ["why": "\(error)"])
    }
    if count > 0 { log.info("forgotten", metadata: ["count": "\(count)"]) }
  }
}
