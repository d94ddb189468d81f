// SPDX-License-Identifier: Apache-2.0

import Inbox
import Logging
import Messages
import ServiceLifecycle

/// Does what can wait until messages have come in: makes them findable, and forgets the oldest.
struct MaintenanceService: Service {
  let inbox: Inbox
  let settings: AgentSettings

  /// Rung whenever messages have come in.
  let doorbell: Doorbell
  let log: Logger

  /// How long after the first new message it begins: a burst is over by then, mostly.
  private static let patience = Duration.seconds(2)

  /// How often the oldest messages are looked for.
  private static let interval = Duration.seconds(86_400)

  func run() async throws {
    let due = Doorbell()
    let alarm = Alarm(due)
    due.ring()
    await withDiscardingTaskGroup { group in
      group.addTask {
        for await _ in doorbell.rings.cancelOnGracefulShutdown() {
          alarm.set(for: .now + MaintenanceService.patience)
        }
        alarm.cancel()
        due.remove()
      }
      var lastPrune: ContinuousClock.Instant?
      for await _ in due.rings {
        await index()
        if let lastPrune, lastPrune.duration(to: .now) < MaintenanceService.interval { continue }
        await prune()
        lastPrune = .now
      }
    }
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
    let retention = InboxRetention(
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
