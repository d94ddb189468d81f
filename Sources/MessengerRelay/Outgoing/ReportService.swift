// SPDX-License-Identifier: Apache-2.0

import AgentSupport
import Inbox
import Logging
import Realm
import ServiceLifecycle

/// Publishes what agents of this machine report, as soon as there is a connection.
struct ReportService: Service {
  let outbox: Outbox
  let membership: RelayMembership
  let link: RelayLink

  /// Rung when the outbox has a new report.
  let signal: WakeSignal
  let log: Logger

  /// How many reports are on the way at once.
  private static let batchSize = 512

  func run() async throws {
    let alarm = Alarm(signal)
    link.onConnect { signal.ring() }
    await cancelWhenGracefulShutdown { await publish(alarm) }
    alarm.cancel()
  }

  private func publish(_ alarm: Alarm) async {
    var pause = RetryPause()
    await signal.answer {
      do {
        if try await publishAll() {
          pause.reset()
        } else {
          alarm.set(for: .now + pause.next())
        }
      } catch {
        log.error("reports not published", metadata: ["why": "\(error)"])
        alarm.set(for: .now + RetryPause.longest)
      }
    }
  }

  /// Publishes all reports.
  ///
  /// - Returns: Whether none has to be tried again.
  private func publishAll() async throws -> Bool {
    while let client = link.connected {
      let reports = try await outbox.inbox.run { [outbox] _ in
        try outbox.reports(limit: ReportService.batchSize)
      }
      guard !reports.isEmpty else { return true }
      let results = await PublishCollection.answers(to: reports) { report, note in
        client.stream.publish(
          report.states, from: report.reader, at: membership.host.name, to: report.host,
          id: "\(membership.host.name) \(report.number)", note)
      }
      let over = zip(reports, results).filter { _, result in
        switch result {
        case .success: true
        case .failure(let error): error.refusal != nil
        }
      }.map(\.0.number)
      try await outbox.inbox.run { [outbox, over] _ in try outbox.remove(over) }
      if over.count < reports.count { return false }
    }
    return true
  }
}
