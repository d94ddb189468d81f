// SPDX-License-Identifier: Apache-2.0

import Logging
import Notifications
import ServiceLifecycle

/// Follows the desktop's lock screen, so that popups show no text while the screen is locked.
struct ScreenLockService: Service {
  let userID: UInt32
  let screenLock: ScreenLock

  /// Rung when the desktop is locked or unlocked.
  let wakeSignal: WakeSignal
  let log: Logger

  func run() async throws {
    let watcher = SessionLockWatcher(ofUser: userID)
    await cancelWhenGracefulShutdown {
      async let life: Void = watcher.run()
      for await isLocked in watcher.states where screenLock.set(isLocked: isLocked) {
        log.debug("screen", metadata: ["locked": "\(isLocked)"])
        wakeSignal.ring()
      }
      await life
    }
  }
}
