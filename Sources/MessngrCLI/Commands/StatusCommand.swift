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

  @Flag(help: "Print only the number of unread messages in the inbox.")
  var unread = false

  func validate() throws {
    guard !(json && unread) else {
      throw ValidationError("--json and --unread exclude each other.")
    }
  }

  func run(in context: CommandContext) async throws -> Int32 {
    guard !unread else { return try await printUnreadCount(context) }
    let status = try await AgentStatus(of: context)
    try context.print(
      json ? status.jsonLine(at: context.clock()) : text(status, context))
    return status.isRunning ? ExitStatus.success.rawValue : ExitStatus.unavailable.rawValue
  }

  /// Prints the number of unread messages, and writes it beside the inbox.
  ///
  /// At a login, the shell reads the file, and runs no program as long as the inbox has not changed.
  private func printUnreadCount(_ context: CommandContext) async throws -> Int32 {
    guard FileSystem.exists(context.inboxPath) else {
      try context.print("0")
      return ExitStatus.success.rawValue
    }
    let count = try await context.withInbox { inbox in try inbox.counts().unread }
    try context.print("\(count)")
    let path = context.inboxPath.removingLastComponent().appending("unread")
    // Without the file, the next login counts again.
    let file = try? FileDescriptor.open(
      path, .writeOnly, options: [.create, .truncate, .noFollow], permissions: .ownerReadWrite)
    _ = try? file?.writeAll(Array("\(count)\n".utf8))
    try? file?.close()
    return ExitStatus.success.rawValue
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
    if let quiet = status.silences.first(where: { $0.cause == .quietHours }) {
      lines.append(("Quiet hours", "\(quiet.text(at: now)), but for critical messages"))
    }
    if let daemon = status.presence?.daemon, status.isRunning {
      if let text = daemon.silenceText { lines.append(("Desktop", text)) }
      if let trouble = daemon.trouble { lines.append(("Popup daemon", trouble)) }
    }
    if let counts = status.counts {
      let causes = status.silences.map { $0.text(at: now) }.joined(separator: ", ")
      let why = causes.isEmpty ? "" : ": \(causes)"
      let held = counts.held > 0 ? " (\(counts.held) held back\(why))" : ""
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
