// SPDX-License-Identifier: Apache-2.0

import Inbox
import Logging
import ServiceLifecycle

/// Notices what other programs do in the inbox: `messngr read`, `messngr dnd`.
struct InboxWatchService: Service {
  let inbox: Inbox
  let presenter: Presenter
  let wakeSignal: WakeSignal
  let log: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      do {
        try await inbox.withChanges { changes in
          for await _ in changes {
            await presenter.lookForChanges()
            wakeSignal.ring()
          }
        }
      } catch {
        log.error("inbox not watched", metadata: ["why": "\(error)"])
      }
    }
  }
}
