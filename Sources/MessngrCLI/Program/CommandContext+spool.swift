// SPDX-License-Identifier: Apache-2.0

import Accounts
import AgentSupport
import DaemonSupport
import Inbox
import LinuxSystem
import Logging
import Mailslots

/// The messages that wait in the spools of the user, for whom an agent may not run: root, or a user who
/// only uses ssh.
extension CommandContext {
  /// How long a command takes messages in before it does what it was called for.
  private static let intakeTimeLimit = Duration.seconds(10)

  /// Whether an agent reads the user's mailslot, and so takes the spools in.
  var hasAgent: Bool {
    let status = try? MailslotLookup(of: account, in: paths).status(of: .messenger)
    return status?.hasReader == true
  }

  /// How many messages wait in the spools of a user; `nil` where this user may not list them.
  func waitingCount(of account: Account) -> Int? {
    var count: Int?
    for path in paths.spools(of: account) {
      guard let directory = try? TrustedDirectory(path, ownedBy: account.userID),
        let waiting = try? Spool(directory, of: account.userID).messageCount()
      else { continue }
      count = (count ?? 0) + waiting
    }
    return count
  }

  /// Opens the inbox while `body` runs, with the messages that wait in the spools.
  func withMessages<Value>(_ body: (Inbox) async throws -> Value) async throws -> Value {
    try await withInbox { inbox in
      await takeSpools(into: inbox)
      return try await body(inbox)
    }
  }

  /// Takes the messages in the spools into the inbox, as the agent does, if no agent runs.
  ///
  /// When an agent starts meanwhile, both may take the same message: the inbox keeps it once. What
  /// cannot be taken stays in the spool, and a note says so.
  func takeSpools(into inbox: Inbox) async {
    guard let waiting = waitingCount(of: account), waiting > 0, !hasAgent else { return }
    do throws(ConfigurationError) {
      await take(spools(), into: inbox, try agentConfiguration())
    } catch {
      return note(
        "the spool holds \(Counted.messages(waiting)), which messngr cannot take in: "
          + (error.problems.first?.description ?? "the configuration has an error"))
    }
    if let left = waitingCount(of: account), left > 0 {
      note("the spool still holds \(Counted.messages(left)), which messngr could not take in")
    }
  }

  /// Takes the messages in the spools into the inbox each time one arrives there, until the task is
  /// cancelled.
  func followSpools(into inbox: Inbox) async throws {
    try await withThrowingDiscardingTaskGroup { group in
      for spool in spools() {
        group.addTask {
          try await spool.withChanges { changes in
            for await _ in changes { await takeSpools(into: inbox) }
          }
        }
      }
    }
  }

  private func spools() -> [Spool] {
    agentPaths.spools { note("a spool is not used: \($0)") }
  }

  private func take(
    _ spools: [Spool], into inbox: Inbox, _ configuration: AgentConfiguration
  ) async {
    let errors = errors
    let log = Logger(label: "messngr") { _ in
      LineLogHandler(program: "messngr", level: { .notice }, hasPriorities: false, output: errors)
    }
    let intake = Intake(
      store: InboxStore(inbox: inbox), settings: AgentSettings(configuration),
      receipts: ReceiptRegistry(), accounts: accounts, owner: account.userID, log: log)
    let start = ContinuousClock.now
    for spool in spools {
      let spoolIntake = SpoolIntake(spool: spool, intake: intake, log: log)
      var backlog = SpoolBacklog()
      do {
        while case let pass = try await spoolIntake.take(&backlog), pass.isPartial, !pass.hasFailed,
          start.duration(to: .now) < CommandContext.intakeTimeLimit
        {}
      } catch {
        note("the spool \(spool.path) cannot be read: \(error)")
      }
    }
  }
}
