// SPDX-License-Identifier: Apache-2.0

package import Inbox
import LinuxSystem
package import Logging
import Mailslots
import Messages

/// Brings the messages of a spool to an intake: for the agent, and for `messngr` where no agent runs.
///
/// A message leaves the spool when it is in the inbox, or can never be. After a crash in between it
/// comes twice, and the inbox keeps it once. The same holds when two processes take the same spool. Its
/// sender believes that it is kept: so a message for which the sender has no room in the inbox stays in
/// the spool until there is room, and each message that is removed without being stored is logged.
package struct SpoolIntake: Sendable {
  /// One look at the spool.
  package struct Pass: Sendable {
    /// How long it took to find the messages.
    package let scanTime: Duration

    /// Whether messages were left for the next pass.
    package let isPartial: Bool

    /// Whether some messages could not be stored, and have to be tried again.
    package let hasFailed: Bool
  }

  /// The spool.
  package let spool: Spool

  private let intake: Intake
  private let log: Logger

  /// Why messages of one sender were not taken: what one line of the log counts.
  private struct Refused: Hashable {
    let sender: UInt32
    let why: String
    let isKept: Bool
  }

  /// Prepares to take a spool in.
  package init(spool: Spool, intake: Intake, log: Logger) {
    self.spool = spool
    self.intake = intake
    self.log = log
  }

  /// Takes messages in, without those in the backlog.
  ///
  /// - Throws: `DirectoryTrustError` when the spool cannot be read.
  package func take(_ backlog: inout SpoolBacklog) async throws -> Pass {
    let start = ContinuousClock.now
    var heldBack: Set<String> = []
    let scan = try spool.scan(now: .now) { name in
      guard backlog.holdsBack(name) else { return false }
      heldBack.insert(name)
      return true
    }
    let scanTime = start.duration(to: .now)
    if !scan.isPartial { backlog.keep(heldBack.union(scan.entries.map(\.name))) }
    for (refusal, count) in scan.refusals {
      log.notice("refused in the spool", metadata: ["why": "\(refusal)", "count": "\(count)"])
    }
    return Pass(
      scanTime: scanTime, isPartial: scan.isPartial,
      hasFailed: try await take(scan.entries, &backlog))
  }

  /// Takes entries in, and removes those that are stored or refused for good.
  ///
  /// - Returns: Whether some have to be tried again.
  private func take(
    _ entries: [SpoolEntry], _ backlog: inout SpoolBacklog
  ) async throws -> Bool {
    let outcomes = await intake.take(entries.map(Arrival.init))
    var hasFailed = false
    var refused: [Refused: Int] = [:]
    for (entry, outcome) in zip(entries, outcomes) {
      switch outcome {
      case .stored:
        try spool.remove(entry)
        backlog.removeAll(of: entry.sender)
      case .refused(let refusal):
        let isKept = refusal == .notAdmitted(.notEnoughQuota)
        let line = Refused(sender: entry.sender, why: "\(refusal)", isKept: isKept)
        if !isKept { try spool.remove(entry) }
        if !isKept || backlog.insert(entry.name, of: entry.sender) {
          refused[line, default: 0] += 1
        }
      case .failed: hasFailed = true
      }
    }
    for (line, count) in refused {
      log.notice(
        line.isKept ? "left in the spool until there is room" : "refused in the spool",
        metadata: ["uid": "\(line.sender)", "why": "\(line.why)", "count": "\(count)"])
    }
    return hasFailed
  }
}

extension Arrival {
  fileprivate init(_ entry: SpoolEntry) {
    self.init(
      bytes: entry.body, sender: entry.sender, origin: .spool, time: .now, id: entry.id,
      descriptor: nil)
  }
}
