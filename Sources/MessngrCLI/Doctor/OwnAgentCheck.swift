// SPDX-License-Identifier: Apache-2.0

import Console
import Inbox
import LinuxSystem
import Messages

/// The checks that only the owner of an agent can make: the inbox, the agent's description of itself, and
/// the reasons why popups are not shown.
struct OwnAgentCheck {
  private let context: CommandContext
  private let slot: FilePath?

  /// How long the agent may take to look at a popup daemon that does not answer.
  private static let answerLimit = Duration.seconds(10)

  /// Prepares the checks.
  ///
  /// - Parameter slot: The mailslot that senders find.
  init(in context: CommandContext, slot: FilePath?) {
    self.context = context
    self.slot = slot
  }

  /// The results of the checks.
  func findings() async -> [Finding] {
    guard (try? context.inboxPath.stat()) != nil else {
      return [
        Finding("inbox", .note, "there is no inbox yet; the agent creates it"),
        BusCheck(in: context).finding(),
      ]
    }
    do {
      return try await context.withInbox { inbox in
        try findings(in: inbox)
      }
    } catch {
      let failure = CommandFailure(error)
      return [Finding("inbox", .bad(failure.status), failure.description)]
    }
  }

  private func findings(in inbox: Inbox) throws -> [Finding] {
    let (now, counts) = (context.now, try inbox.counts())
    let presence = try freshPresence(in: inbox)
    let disturb = try inbox.doNotDisturb()
    let directory = inbox.path.removingLastComponent()
    var findings = [
      DiskCheck(directory).shortage(check: "inbox")
        ?? Finding(
          "inbox", .good,
          "\(inbox.path): \(counts.total) messages, \(counts.unread) unread"),
      agentFinding(presence),
      BusCheck(in: context).finding(),
      disturb.isOn(at: now.time)
        ? Finding(
          "dnd", .note, "do not disturb is \(disturb.text(at: now)): popups wait",
          remedy: "messngr dnd off")
        : Finding("dnd", .good, "do not disturb is off"),
    ]
    let silences = Silence.all(disturb, context.quietHours, at: now)
    if let quiet = silences.first(where: { $0.cause == .quietHours }) {
      findings.append(
        Finding(
          "quiet", .note,
          "\(quiet.text(at: now)): popups wait, but for those of critical messages",
          remedy: "messngr inbox --unread"))
    }
    if let presence, presence.isAlive { findings += displayFindings(presence) }
    return findings + waitingFindings(counts, silences)
  }

  /// The findings about messages that have not been shown.
  private func waitingFindings(_ counts: Inbox.Counts, _ silences: [Silence]) -> [Finding] {
    var findings: [Finding] = []
    if counts.held > 0 {
      let causes = silences.map { $0.text(at: context.now) }.joined(separator: ", ")
      let why = causes.isEmpty ? "until you may be disturbed" : "because of \(causes)"
      findings.append(
        Finding(
          "held", .note, "\(Counted.messages(counts.held)) held back \(why)",
          remedy: "messngr read --all"))
    }
    if counts.unshown > counts.held {
      findings.append(
        Finding(
          "unshown", .note, "\(Counted.messages(counts.unshown - counts.held)) not shown yet",
          remedy: "messngr read --all"))
    }
    return findings
  }

  private func agentFinding(_ presence: AgentPresence?) -> Finding {
    guard let presence, presence.isAlive else {
      return Finding("agent", .note, "no agent says that it uses this inbox")
    }
    let since = WallTime(presence.since, in: context.zone).moment(at: context.now)
    if let slot, FilePath(presence.slot) != slot {
      return Finding(
        "agent", .bad(.unavailable),
        "the agent reads \(MessageText.displayedOnOneLine(presence.slot)), and senders write to "
          + "\(slot)",
        remedy: "kill \(presence.processID) && \(UnitCheck(in: context).start)")
    }
    return Finding("agent", .good, "pid \(presence.processID), since \(since)")
  }

  /// The agent's description of itself, after it has looked at the popup daemon again.
  private func freshPresence(in inbox: Inbox) throws -> AgentPresence? {
    func presence() throws -> AgentPresence? {
      try inbox.setting(SettingKey.agent).flatMap { AgentPresence(jsonLine: $0) }
    }
    guard let old = try presence(), old.isAlive, old.daemon != nil else { return try presence() }
    let request = MessageID().description
    try inbox.set(SettingKey.presenceRequest, to: request)
    let end = ContinuousClock.now + OwnAgentCheck.answerLimit
    while ContinuousClock.now < end {
      if let new = try presence(), new.request == request { return new }
      PlainThread.sleep(milliseconds: 10)  // The command has nothing else to do.
    }
    return try presence()
  }

  private func displayFindings(_ presence: AgentPresence) -> [Finding] {
    guard let daemon = presence.daemon else { return [displayFinding(presence)] }
    return PopupDaemonCheck(daemon, in: context).findings()
  }

  private func displayFinding(_ presence: AgentPresence) -> Finding {
    let display = MessageText.displayedOnOneLine(presence.display, limit: 200)
    switch display {
    case "", "none":
      return Finding(
        "display", .note, "the agent shows messages nowhere; they are in the inbox",
        remedy: "messngr inbox --unread")
    case "0 terminals":
      return Finding(
        "display", .note, "none of your terminals takes messages; they are in the inbox",
        remedy: "mesg y")
    default: return Finding("display", .good, "the agent shows messages on \(display)")
    }
  }
}
