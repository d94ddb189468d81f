// SPDX-License-Identifier: Apache-2.0

import Logging
import Notifications
import ServiceLifecycle

/// Keeps up with the lock screen, so that texts are not shown to whoever passes by.
struct LockScreenService: Service {
  let userID: UInt32
  let screen: Screen

  /// Rung when the screen was locked or unlocked.
  let wakeSignal: WakeSignal
  let log: Logger

  func run() async throws {
    let watcher = SessionLockWatcher(ofUser: userID)
    await cancelWhenGracefulShutdown {
      async let life: Void = watcher.run()
      for await isLocked in watcher.states where screen.set(isLocked: isLocked) {
        log.debug("screen", metadata: ["locked": "\(isLocked)"])
        wakeSignal.ring()
      }
      await life
    }
  }
}
