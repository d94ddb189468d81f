// SPDX-License-Identifier: Apache-2.0

import Accounts
import DaemonSupport
import Glibc
import Inbox
import LinuxSystem
public import Logging
import Mailslots
import Messages
import Notifications
import ServiceLifecycle
import UnixSignals

/// The agent of one user: takes messages in, keeps them, shows them.
///
///     mailslot ──► intake ──► inbox ──► presenter ──► display
///     spool ─────────▲          ▲           │
///                    │          └── states ─┘
///                    └── receipts
///
/// The three stages never wait for each other: a message is acknowledged when it is in the inbox,
/// and shown when somebody can see it.
public struct Agent: Sendable {
  let settings: AgentSettings
  private let reload: @Sendable (Logger) -> AgentConfiguration?
  let environment: @Sendable (String) -> String?
  private let log: Logger

  /// Prepares an agent for the user who runs the process.
  ///
  /// - Parameters:
  ///   - configuration: How it behaves.
  ///   - environment: The variables that say where things are.
  ///   - reload: Reads the configuration again, and logs what is wrong with it; `nil` when it cannot be
  ///     used.
  public init(
    configuration: AgentConfiguration, environment: @escaping @Sendable (String) -> String?,
    reload: @escaping @Sendable (Logger) -> AgentConfiguration?
  ) {
    let settings = AgentSettings(configuration)
    self.settings = settings
    self.environment = environment
    self.reload = reload
    let manager = ServiceManager(environment: environment)
    log = Logger(label: "messngrd") { _ in
      LineLogHandler(
        program: "messngrd", level: { settings.configuration.logLevel },
        hasPriorities: manager.readsPriorities)
    }
  }

  /// Runs until the process gets SIGTERM or SIGINT; what was accepted by then is stored.
  ///
  /// - Throws: ``AgentError`` when it cannot start.
  public func run() async throws(AgentError) {
    let accounts = AccountDatabase()
    guard let account = accounts.account(userID: geteuid()) else {
      throw AgentError.noAccount(userID: geteuid())
    }
    let everywhere = Paths(environment: environment)
    let paths = AgentPaths(account: account, paths: everywhere, environment: environment)
    let reader = try makeReader(MailslotLookup(of: account, in: everywhere))
    defer { reader.close() }
    AliasFiles.removeAll(beside: reader.path)
    defer { AliasFiles.removeAll(beside: reader.path) }
    let inbox = try openInbox(paths.inbox)
    defer { close(inbox) }

    let manager = ServiceManager(environment: environment)
    let desk = ReceiptRegistry()
    let wakeSignal = WakeSignal()
    let (display, lockable) = makeDisplay(for: account)
    let screen = lockable ?? Screen()
    let displayBell = WakeSignal()
    let presenter = Presenter(
      inbox: inbox, settings: settings, display: display, desk: desk, wakeSignal: wakeSignal,
      displayBell: displayBell, screen: screen, clock: .system, log: log)
    let maintenanceBell = WakeSignal()
    let intake = Intake(
      inbox: inbox, settings: settings, desk: desk, doorbells: [wakeSignal, maintenanceBell],
      accounts: accounts, owner: account.userID, log: log)
    let spools = paths.spools { log.warning("spool not used", metadata: ["why": "\($0)"]) }

    // Stopped from the last to the first: nothing more comes in, then the rest ends.
    var services: [any Service] = [
      PresenceService(
        inbox: inbox, display: display, mailslot: reader.path, wakeSignal: displayBell, log: log),
      presenter,
      InboxWatchService(inbox: inbox, presenter: presenter, wakeSignal: wakeSignal, log: log),
      MaintenanceService(inbox: inbox, settings: settings, wakeSignal: maintenanceBell, log: log),
      ReloadService(
        settings: settings, wakeSignal: wakeSignal, log: log, load: { [reload, log] in reload(log) }
      ),
    ]
    if lockable != nil {
      services.append(
        LockScreenService(userID: account.userID, screen: screen, wakeSignal: wakeSignal, log: log))
    }
    services += spools.map { SpoolIntakeService(spool: $0, intake: intake, log: log) }
    services.append(
      MailslotIntakeService(reader: reader, intake: intake) {
        // Signals are heard from here on: nobody who has read this kills the agent by one.
        log.info("listening", metadata: ["mailslot": "\(reader.path)", "user": "\(account.name)"])
        manager.notify("READY=1")
      })
    var group = ServiceGroupConfiguration(
      // One that can do nothing any more is no reason for the others to end.
      services: services.map { .init(service: $0, successTerminationBehavior: .ignore) },
      gracefulShutdownSignals: [.sigterm, .sigint], logger: quietLog)
    group.maximumGracefulShutdownDuration = .milliseconds(1500)
    do {
      try await ServiceGroup(configuration: group).run()
    } catch is CancellationError {
      log.notice("stopped although something was not done")
    } catch {
      log.error("stopped", metadata: ["why": "\(error)"])
    }
    manager.notify("STOPPING=1")
    log.info("stopped")
  }

  /// The service group's own words are of interest to nobody but its authors.
  private var quietLog: Logger {
    var quiet = log
    quiet.logLevel = .error
    return quiet
  }

  private func makeReader(_ lookup: MailslotLookup) throws(AgentError) -> MailslotReader {
    let configuration = settings.configuration
    var options = MailslotOptions(acceptsDescriptors: true)
    options.quota.shares = 4
    options.quota.messageCount = configuration.waitingMessages * options.quota.shares
    options.quota.byteCount = configuration.waitingBytes * options.quota.shares
    do throws(MailslotError) {
      let manager = ServiceManager(environment: environment)
      guard let socket = manager.socket(named: "MESSNGR") else {
        return try lookup.createReader(.messenger, options: options)
      }
      return try MailslotReader(
        adopting: socket, name: .messenger, in: lookup.makeDirectory(), options: options)
    } catch .alreadyExists(let path) {
      throw .alreadyRunning(path, processID: LockHolder.processID(of: FilePath("\(path).lock")))
    } catch {
      throw .mailslot(error)
    }
  }

  private func openInbox(_ path: FilePath) throws(AgentError) -> Inbox {
    do throws(InboxError) {
      let inbox = try Inbox.open(at: path, ifCorrupt: .setAside(at: .now))
      if let corruption = inbox.corruption {
        log.error("\(corruption)")
      }
      return inbox
    } catch {
      throw .inbox(error)
    }
  }

  private func close(_ inbox: Inbox) {
    do throws(InboxError) {
      try inbox.close()
    } catch {
      log.error("inbox not closed", metadata: ["why": "\(error)"])
    }
  }
}
