// SPDX-License-Identifier: Apache-2.0

import Console
import Inbox
import LinuxSystem
import Mailslots
import Messages

/// The state of the user's own agent, as other programs see it.
struct AgentStatus {
  /// Whether an agent reads the mailslot.
  let isRunning: Bool

  /// The file of the mailslot, if there is one.
  let slot: FilePath?

  /// The agent's description of itself; `nil` if that agent has ended.
  let presence: AgentPresence?

  /// Whether popups are held back.
  let doNotDisturb: DoNotDisturb

  /// What keeps messages from popping up.
  let silences: [Silence]

  /// How many messages there are; `nil` without an inbox.
  let counts: Inbox.Counts?

  /// How many messages wait in the spools; `nil` without a spool.
  let waiting: Int?

  /// Collects the state; it does not create a missing inbox, and takes no messages in.
  init(of context: CommandContext) async throws {
    waiting = context.waitingCount(of: context.account)
    let lookup = MailslotLookup(of: context.account, in: context.paths)
    let status = try? lookup.status(of: .messenger)
    slot = status?.path
    isRunning = status?.hasReader == true
    let quietHours = context.quietHours
    guard (try? context.inboxPath.stat()) != nil else {
      (presence, doNotDisturb, counts) = (nil, .off, nil)
      silences = Silence.all(.off, quietHours, at: context.now)
      return
    }
    (presence, doNotDisturb, counts) = try await context.withInbox { inbox in
      let presence = try inbox.setting(SettingKey.agent).flatMap { AgentPresence(jsonLine: $0) }
      return (
        presence.flatMap { $0.isAlive ? $0 : nil }, try inbox.doNotDisturb(), try inbox.counts()
      )
    }
    silences =
      Silence.all(doNotDisturb, quietHours, at: context.now)
      + (isRunning ? Silence.desktop(presence?.daemon) : [])
  }

  /// The state as an object of JSON; a value that is not known has no key.
  func jsonLine(at now: UnixTime) -> String {
    var line = JSONLine()
    line.add("running", isRunning)
    if let presence, isRunning {
      line.add("pid", presence.processID)
      line.add("since", presence.since.milliseconds)
      line.add("display", presence.display)
      presence.addCircumstances(to: &line)
    }
    if let slot { line.add("slot", slot.string) }
    line.add("dnd", doNotDisturb.isOn(at: now))
    if case .until(let end) = doNotDisturb, now < end { line.add("until", end.milliseconds) }
    if let quiet = silences.first(where: { $0.cause == .quietHours }) {
      line.add("quiet", true)
      if let end = quiet.end { line.add("quietUntil", end.milliseconds) }
    }
    if let counts {
      line.add("total", counts.total)
      line.add("unread", counts.unread)
      line.add("unshown", counts.unshown)
      line.add("held", counts.held)
    }
    if let waiting { line.add("waiting", waiting) }
    return line.text
  }
}

extension AgentPresence {
  /// Whether the process exists.
  var isAlive: Bool { Signal.processExists(processID) }
}
