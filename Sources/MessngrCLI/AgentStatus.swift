// SPDX-License-Identifier: Apache-2.0

import Console
import Glibc
import Inbox
import LinuxSystem
import Mailslots
import Messages

/// What can be seen of one's own agent from outside.
struct AgentStatus {
  /// Whether somebody reads the mailslot.
  let isRunning: Bool

  /// The file of the mailslot, where there is one.
  let slot: FilePath?

  /// What the agent says of itself; what an agent that is gone has said is not there.
  let presence: AgentPresence?

  /// Whether popups are unwelcome.
  let doNotDisturb: DoNotDisturb

  /// How many messages there are; `nil` without an inbox.
  let counts: InboxCounts?

  /// Looks around.
  ///
  /// An inbox that is not there is not made.
  init(of context: CommandContext) async throws {
    let lookup = MailslotLookup(of: context.account, in: context.paths)
    let status = try? lookup.status(of: .messenger)
    slot = status?.path
    isRunning = status?.hasReader == true
    guard (try? context.inboxPath.stat()) != nil else {
      (presence, doNotDisturb, counts) = (nil, .off, nil)
      return
    }
    (presence, doNotDisturb, counts) = try await context.withInbox { inbox in
      let presence = try inbox.setting(SettingKey.agent).flatMap { AgentPresence(jsonLine: $0) }
      return (
        presence.flatMap { $0.isAlive ? $0 : nil }, try inbox.doNotDisturb(), try inbox.counts()
      )
    }
  }

  /// All of it as an object of JSON; what is not known has no key.
  func jsonLine(at now: UnixTime) -> String {
    var line = JSONLine()
    line.add("running", isRunning)
    if let presence, isRunning {
      line.add("pid", presence.processID)
      line.add("since", presence.since.milliseconds)
      line.add("display", presence.display)
    }
    if let slot { line.add("slot", slot.string) }
    line.add("dnd", doNotDisturb.isOn(at: now))
    if case .until(let end) = doNotDisturb, now < end { line.add("until", end.milliseconds) }
    if let counts {
      line.add("total", counts.total)
      line.add("unread", counts.unread)
      line.add("unshown", counts.unshown)
      line.add("held", counts.held)
    }
    return line.text
  }
}

extension AgentPresence {
  /// Whether the process is there; kill(2) with the signal 0.
  var isAlive: Bool { processID > 0 && (kill(processID, 0) == 0 || errno == EPERM) }
}
