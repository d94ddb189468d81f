// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Logging
import Notifications
import ServiceLifecycle

/// Follows the user's desktop: popups show no text while it is locked, and the agent ends with its session.
///
/// It returns when the agent has to end.
struct DesktopService: Service {
  let userID: UInt32

  /// `nil` for a display that no lock screen hides.
  let screenLock: ScreenLock?

  /// The session with which the agent ends; `nil` when it ends on signals only.
  let session: GraphicalSession?

  /// Rung when the desktop is locked or unlocked.
  let wakeSignal: WakeSignal
  let log: Logger

  /// Whether there is anything to follow.
  var isNeeded: Bool { screenLock != nil || session != nil }

  /// Set when the session has ended.
  let sessionEnd = Guarded(false)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      if await isSessionOver(reporting: true) { sessionEnd.withLock { $0 = true } }
    }
  }

  /// Waits until the session is over.
  ///
  /// - Returns: Whether it is; not if the task was cancelled.
  func waitForSessionEnd() async -> Bool { await isSessionOver(reporting: false) }

  private func isSessionOver(reporting isReporting: Bool) async -> Bool {
    let watcher = DesktopWatcher(ofUser: userID)
    let leader = LeaderWatch()
    let isOver = await withTaskGroup(of: Bool?.self) { group in
      group.addTask {
        await watcher.run()
        return nil
      }
      group.addTask {
        for await state in watcher.states {
          if isReporting { report(state) }
          guard let session else { continue }
          if session.isOver(in: state) { return true }
          session.identifier.flatMap(state.leader).map(leader.start)
        }
        return nil
      }
      group.addTask {
        for await _ in leader.ends { return true }
        return nil
      }
      defer { group.cancelAll() }
      for await isOver in group { if let isOver { return isOver } }
      return false
    }
    if isOver {
      log.info("the session has ended", metadata: ["session": "\(session?.identifier ?? "")"])
    }
    return isOver
  }

  private func report(_ state: DesktopState) {
    guard let screenLock, screenLock.set(isLocked: state.isLocked) else { return }
    log.debug("screen", metadata: ["locked": "\(state.isLocked)"])
    wakeSignal.ring()
  }
}
