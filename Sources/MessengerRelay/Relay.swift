// SPDX-License-Identifier: Apache-2.0

import Accounts
import AgentSupport
import DaemonSupport
import Fleet
import Inbox
import LinuxSystem
import Logging
import Mailslots
import MessageDelivery
import Messages
import NameDirectory
import Realm
import ServiceLifecycle
import UnixSignals

/// The relay of one machine: carries messages to and from the other machines of a realm.
///
///     netsend ──► mailslot ──► outbox ──► stream of the realm ──► relay of another machine ──► agent
///        ▲                        ▲                                                              │
///        └─────── receipts ───────┴────────────────────────── reports ◄──────────────────────────┘
///
/// A message is in the outbox before its sender learns that it is queued, and stays there until the
/// recipient's machine has reported it.
public struct Relay: Sendable {
  private let configuration: RelayConfiguration
  private let environment: @Sendable (String) -> String?
  private let log: Logger
  private let manager: ServiceManager

  /// The most bytes of one user's reports that wait for a server.
  private static let reportByteLimit = 16 << 20

  /// Prepares a relay.
  ///
  /// - Parameters:
  ///   - configuration: How it behaves.
  ///   - environment: Reads a variable of the environment.
  public init(
    configuration: RelayConfiguration, environment: @escaping @Sendable (String) -> String?
  ) {
    self.configuration = configuration
    self.environment = environment
    let manager = ServiceManager(environment: environment)
    self.manager = manager
    log = Logger(label: Account.relayName) { _ in
      LineLogHandler(
        program: Account.relayName, level: { configuration.logLevel },
        hasPriorities: manager.readsPriorities)
    }
  }

  /// Checks what the configuration names.
  ///
  /// - Throws: ``RelayError``.
  public static func check(_ configuration: RelayConfiguration) throws(RelayError) {
    _ = try RelayMembership(configuration)
  }

  /// Runs until the process gets SIGTERM or SIGINT.
  ///
  /// - Throws: ``RelayError`` when it cannot start.
  public func run() async throws {
    defer { NATSConnection.endLibrary() }
    try await runServices()
  }

  private func runServices() async throws {
    let membership = try RelayMembership(configuration)
    let paths = Paths(environment: environment)
    let accounts = AccountDatabase()
    let account = RecipientFinder(paths: paths, accounts: accounts, hostName: HostName.current)
      .relay()
    let reader = try openReader(account, paths)
    defer { reader.close() }
    let names = NamesFile(in: reader.path.removingLastComponent())
    do throws(Errno) { try names.write(membership) } catch {
      log.warning("names of the realm not written", metadata: ["why": "\(error)"])
    }
    defer { names.remove() }
    let outbox = try openOutbox()
    defer { try? outbox.inbox.close() }

    let link = RelayLink()
    defer { link.close() }
    let receipts = ReceiptRegistry(impliedGoals: [.stored], capacity: .relay)
    let signal = WakeSignal()
    let answers = PublishAnswers<InboxRecord>()
    let reportSignal = WakeSignal()
    let turn = ConsumerTurn()
    let presence = PresenceQuestion(membership: membership, link: link)
    let reception = ReceptionService(
      membership: membership, link: link, outbox: outbox, paths: paths, accounts: accounts,
      turn: turn, log: log)
    let rules = RecipientRules(membership: membership)
    let background = BackgroundService()
    let unlisted = UnlistedRecipients(
      accounts: accounts, presence: presence, background: background)
    let probes = ProbeAnswers(
      membership: membership, link: link, outbox: outbox, presence: presence, unlisted: unlisted,
      background: background)
    let intake = Intake(
      store: OutboxStore(outbox), firstState: .queued,
      rules: IntakeRules(
        refusal: { rules.refusal(of: $0) },
        takeReport: { report, delivery in
          await takeReport(report, delivery, outbox, reception, accounts, membership) {
            reportSignal.ring()
          }
        },
        answerProbe: { probes.answer($0, with: $1) }), settings: configuration.intakeSettings,
      receipts: receipts, accounts: accounts,
      owner: account.userID, log: log, onStored: { signal.ring() })

    // They end from the last to the first: nothing comes in any more when the connection ends.
    var services: [any Service] = [
      ConnectionService(
        membership: membership, link: link,
        report: { [manager] in manager.notify("STATUS=\($0)") }, log: log),
      background,
      OutboxService(
        outbox: outbox, membership: membership, link: link, receipts: receipts, presence: presence,
        unlisted: unlisted, background: background,
        sent: SentMessages(host: membership.host.name, link: link, turn: turn), answers: answers,
        signal: signal, log: log),
      ReportService(
        outbox: outbox, membership: membership, link: link, signal: reportSignal, log: log),
      ReceiptService(
        membership: membership, link: link, outbox: outbox, receipts: receipts, turn: turn,
        background: background,
        onQueuedAgain: {
          answers.restart()
          signal.ring()
        }, log: log), reception,
    ]
    services += spools(of: account, paths).map { spool in
      SpoolIntakeService(intake: SpoolIntake(spool: spool, intake: intake, log: log), log: log)
    }
    services.append(
      MailslotIntakeService(reader: reader, intake: intake, executor: outbox.inbox.executor) {
        log.info(
          "listening",
          metadata: [
            "mailslot": "\(reader.path)", "realm": "\(membership.realm)",
            "host": "\(membership.host.name)",
          ])
        manager.notify("READY=1")
      })
    try await run(services)
  }

  private func run(_ services: [any Service]) async throws {
    var quiet = log
    quiet.logLevel = .error
    var group = ServiceGroupConfiguration(
      services: services.map { .init(service: $0) },
      gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
    group.maximumGracefulShutdownDuration = .seconds(3)
    do {
      try await ServiceGroup(configuration: group).run()
    } catch is CancellationError {
      log.notice("stopped before everything was done")
    }
    manager.notify("STOPPING=1")
    log.info("stopped")
  }

  /// Takes what an agent of this machine reports; an empty report says that the agent runs.
  private func takeReport(
    _ report: StateReport, _ delivery: Delivery, _ outbox: Outbox, _ reception: ReceptionService,
    _ accounts: AccountDatabase, _ membership: RelayMembership, then notify: @Sendable () -> Void
  ) async -> Win32Error? {
    guard let reader = accounts.account(userID: delivery.sender) else { return .accessDenied }
    guard !report.entries.isEmpty else {
      reception.noteAgent(of: reader)
      return nil
    }
    // Any user of this machine can report, and a report waits here until a server has it.
    guard membership.list.hosts.contains(where: { $0.name.text == delivery.message.to }) else {
      return .nameNotFound
    }
    do {
      let isFull = try await outbox.inbox.run { _ in
        try outbox.reportByteCount(of: reader.name) > Relay.reportByteLimit
      }
      if isFull { return .notEnoughQuota }
      try await outbox.inbox.run { _ in
        try outbox.add(report, for: delivery.message.to, from: reader.name)
      }
      notify()
      return nil
    } catch {
      log.error("report not stored", metadata: ["why": "\(error)"])
      return .notEnoughQuota
    }
  }

  private func openReader(
    _ account: Account, _ paths: Paths
  ) throws(RelayError) -> MailslotReader {
    var options = MailslotOptions(acceptsDescriptors: true)
    // A sender waits for the receipt, so its message must not be dropped behind its back.
    options.quota.excess = .waits
    options.quota.shares = 4
    do throws(MailslotError) {
      return try MailslotLookup(of: account, in: paths).createReader(.messenger, options: options)
    } catch {
      throw .mailslot(error)
    }
  }

  private func openOutbox() throws(RelayError) -> Outbox {
    let path = FilePath(configuration.state).appending("outbox.sqlite")
    do throws(InboxError) {
      let inbox = try Inbox.open(at: path, ifCorrupt: .setAside(at: .now))
      if let corruption = inbox.corruption { log.error("\(corruption)") }
      return try Outbox(inbox)
    } catch {
      throw .outbox("\(error)")
    }
  }

  private func spools(of account: Account, _ paths: Paths) -> [Spool] {
    paths.spools(of: account).compactMap { path in
      do throws(DirectoryTrustError) {
        return Spool(try TrustedDirectory(path, ownedBy: account.userID), of: account.userID)
      } catch .missing {
        return nil
      } catch {
        log.warning("spool not used", metadata: ["why": "\(error)"])
        return nil
      }
    }
  }
}
