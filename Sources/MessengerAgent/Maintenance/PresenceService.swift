// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import AgentSupport
import Inbox
import LinuxSystem
import Logging
import Messages
import ServiceLifecycle

/// Writes into the inbox which process the agent is, what shows its popups, and what holds them back, for
/// `messngr status` and `messngr doctor`.
struct PresenceService: Service {
  let inbox: Inbox
  let display: any Display
  let mailslot: FilePath

  /// `nil` for a display that no lock screen hides.
  let screenLock: ScreenLock?

  /// Rung when something in the description may have changed.
  let wakeSignal: WakeSignal
  let log: Logger

  func run() async throws {
    let since = UnixTime.now
    wakeSignal.ring()
    var written: AgentPresence?
    await wakeSignal.answer {
      var presence = AgentPresence(
        processID: CurrentProcess.processID, display: await display.summary, slot: mailslot.string,
        since: since, daemon: await display.daemon, request: await request)
      presence.isScreenLocked = screenLock?.state == .locked
      // Each write wakes the readers of the inbox.
      guard presence != written else { return }
      await write(presence.jsonLine)
      written = presence
    }
    await write(nil)
  }

  private var request: String? {
    get async {
      try? await inbox.run { try $0.setting(SettingKey.presenceRequest) }
    }
  }

  private func write(_ line: String?) async {
    do {
      try await inbox.run { try $0.set(SettingKey.agent, to: line) }
    } catch {
      log.warning("presence not stored", metadata: ["why": "\(error)"])
    }
  }
}
