// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import Inbox
import LinuxSystem
import Messages

/// `messngr status`: prints whether the agent runs, and how many messages wait.
struct StatusCommand: AsyncSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Print whether the agent runs, and how many messages wait.",
    discussion: """
      Examples:
        messngr status
        messngr status --json
        messngr status > /dev/null || messngrd

      The exit status is 69 when no agent runs. "messngr doctor" then prints how to start one.
      """)

  @Flag(help: "Print one JSON object.")
  var json = false

  func run(in context: CommandContext) async throws -> Int32 {
    let status = try await AgentStatus(of: context)
    try context.print(
      json ? status.jsonLine(at: context.clock()) : text(status, context))
    return status.isRunning ? ExitStatus.success.rawValue : ExitStatus.unavailable.rawValue
  }

  private func text(_ status: AgentStatus, _ context: CommandContext) -> String {
    let (style, now) = (context.style, context.now)
    var lines: [(String, String)] = []
    if status.isRunning {
      let process = status.presence.map { " (pid \($0.processID))" } ?? ""
      lines.append(("Agent", style.apply(.good, to: "running") + process))
    } else {
      lines.append(("Agent", style.apply(.bad, to: "not running")))
    }
    if let presence = status.presence, status.isRunning {
      let since = WallTime(presence.since, in: now.zone).moment(at: now)
      lines.append(("Since", since))
      lines.append(("Shows on", MessageText.displayedOnOneLine(presence.display)))
    }
    if let slot = status.slot { lines.append(("Mailslot", slot.string)) }
    lines.append(("Do not disturb", status.doNotDisturb.text(at: now)))
    if let counts = status.counts {
      let held = counts.held > 0 ? " (\(counts.held) held back)" : ""
      lines.append(
        (
          "Messages",
          "\(counts.unread) unread, \(counts.unshown) not shown\(held), \(counts.total) in all"
        ))
    }
    if let waiting = status.waiting, waiting > 0 {
      lines.append(("Spool", "\(Counted.messages(waiting)) more; \"messngr inbox\" takes them in"))
    }
    lines.append(("Inbox", context.inboxPath.string))
    return lines.map { key, value in
      style.apply(.faint, to: TextWidth.padded("\(key):", to: 16)) + value
    }.joined(separator: "\n")
  }
}
