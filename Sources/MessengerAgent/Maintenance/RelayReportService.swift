// SPDX-License-Identifier: Apache-2.0

import Accounts
import AgentSupport
import Inbox
import LinuxSystem
import Logging
import MessageDelivery
import Messages
import NameDirectory
import ServiceLifecycle

/// Tells the relay of this machine that the agent runs, and what its user does with messages that came from
/// other machines.
struct RelayReportService: Service {
  let inbox: Inbox

  /// Knows the relay: its package may be installed while the agent runs.
  let finder: RecipientFinder
  let paths: Paths

  /// Rung when something in the inbox has changed.
  let signal: WakeSignal
  let log: Logger

  /// The most messages in one look.
  private static let limit = StateReport.maximumCount

  /// How long the relay may take.
  private static let timeout = Duration.seconds(2)

  /// The pause after a failure.
  private static let retryInterval = Duration.seconds(30)

  /// Whether this machine has a relay, now or at other times.
  private static func hasRelay(_ relay: Account, _ paths: Paths) -> Bool {
    (paths.mailslots(of: relay) + paths.spools(of: relay)).contains { FileSystem.exists($0) }
  }

  func run() async throws {
    let alarm = Alarm(signal)
    let relay = finder.relay()
    if RelayReportService.hasRelay(relay, paths) {
      await send(StateReport(), to: relay.name, by: relay, usesSpool: false)
    }
    signal.ring()
    await signal.answer {
      do {
        try await report()
      } catch {
        log.error("states not reported", metadata: ["why": "\(error)"])
        alarm.set(for: .now + RelayReportService.retryInterval)
      }
    }
    alarm.cancel()
  }

  private func report() async throws {
    while true {
      let (last, changes) = try await inbox.run { inbox in
        let last = try inbox.setting(SettingKey.reportedChange).flatMap { Int64($0) } ?? 0
        return (last, try inbox.realmChanges(after: last, limit: RelayReportService.limit))
      }
      guard let end = changes.last else { return }
      var reports: [String: StateReport] = [:]
      for change in changes {
        guard let host = change.address.split(separator: "@").last else { continue }
        reports[String(host), default: StateReport()].entries.append(change.entry)
      }
      let relay = finder.relay()
      for (host, states) in reports {
        guard await send(states, to: host, by: relay, usesSpool: true) else { throw Errno.timedOut }
      }
      log.debug("states reported", metadata: ["count": "\(changes.count)", "after": "\(last)"])
      try await inbox.run { try $0.set(SettingKey.reportedChange, to: "\(end.change)") }
    }
  }

  /// Sends a report to the relay.
  ///
  /// - Returns: Whether the relay has it, or will find it.
  @discardableResult private func send(
    _ states: StateReport, to host: String, by relay: Account, usesSpool: Bool
  ) async -> Bool {
    var message = Message(from: relay.name, to: host, text: states.description)
    message.attributes.isReport = true
    guard let body = try? MailslotBody.encode(message) else { return true }
    let outcome = await withCheckedContinuation { waiting in
      // The relay can be slow: it must not hold up the threads of the agent.
      let thread = PlainThread { [paths] in
        let outcomes = UserDelivery(to: relay, paths: paths).deliver(
          [body], until: .queued, before: .after(RelayReportService.timeout), usesSpool: usesSpool)
        waiting.resume(returning: outcomes.first)
      }
      if thread == nil { waiting.resume(returning: nil) }
    }
    switch outcome {
    case .reached, .spooled, .refused: return true
    case .absent, .undecided, nil: return false
    }
  }
}
