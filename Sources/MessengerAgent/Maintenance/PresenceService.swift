// SPDX-License-Identifier: Apache-2.0

import Inbox
import LinuxSystem
import Logging
import Messages
import ServiceLifecycle

/// Writes into the inbox which process the agent is, for `messngr status` and `messngr doctor`.
struct PresenceService: Service {
  let inbox: Inbox
  let display: any Display
  let mailslot: FilePath

  /// Rung when the display comes or goes.
  let wakeSignal: WakeSignal
  let log: Logger

  func run() async throws {
    let since = UnixTime.now
    wakeSignal.ring()
    await wakeSignal.answer {
      let presence = AgentPresence(
        processID: CurrentProcess.processID, display: await display.summary, slot: mailslot.string,
        since: since)
      await write(presence.jsonLine)
    }
    await write(nil)
  }

  private func write(_ line: String?) async {
    do {
      try await inbox.run { try $0.set(SettingKey.agent, to: line) }
    } catch {
      log.warning("presence not stored", metadata: ["why": "\(error)"])
    }
  }
}
