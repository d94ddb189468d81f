// SPDX-License-Identifier: Apache-2.0

import Accounts
public import AgentSupport
import DaemonSupport
import Inbox
import LinuxSystem
public import Logging
import Mailslots
import Messages
import NameDirectory
import Notifications
import ServiceLifecycle
import UnixSignals

/// The agent of one user: takes messages in, stores them, and shows them.
///
///     mailslot ──► intake ──► inbox ──► presenter ──► display
///     spool ─────────▲          ▲           │
///                    │          └── states ─┘
///                    └── receipts
///
/// The three stages never wait for each other: the intake acknowledges a message when it is in the
/// inbox, and the presenter shows it when the user can see it.
public struct Agent: Sendable {
  let settings: AgentSettings
  private let reload: @Sendable (Logger) -> AgentConfiguration?
  let environment: @Sendable (String) -> String?
  let life: AgentLife
  let log: Logger

  /// Prepares an agent for the user who runs the process.
  ///
  /// - Parameters:
  ///   - configuration: How it behaves.
  ///   - life: What it does while another agent runs, and when it ends by itself.
  ///   - environment: The value of an environment variable.
  ///   - reload: Reads the configuration again; when it has errors, logs them and returns `nil`.
  public init(
    configuration: AgentConfiguration, life: AgentLife = .alone,
    environment: @escaping @Sendable (String) -> String?,
    reload: @escaping @Sendable (Logger) -> AgentConfiguration?
  ) {
    let settings = AgentSettings(configuration)
    self.settings = settings
    self.life = life
    self.environment = environment
    self.reload = reload
    let manager = ServiceManager(environment: environment)
    log = Logger(label: "messngrd") { _ in
      LineLogHandler(
        program: "messngrd", level: { settings.configuration.logLevel },
        hasPriorities: manager.readsPriorities)
    }
  }

  /// Runs until the process gets SIGTERM or SIGINT, or its session ends; then stores what it has accepted.
  ///
  /// - Returns: Why it has ended.
  /// - Throws: ``AgentError`` when it cannot start.
  public func run() async throws(AgentError) -> AgentEnd {
    let accounts = AccountDatabase()
    guard let account = accounts.account(userID: CurrentProcess.effectiveUserID) else {
      throw AgentError.noAccount(userID: CurrentProcess.effectiveUserID)
    }
    let everywhere = Paths(environment: environment)
    let paths = AgentPaths(account: account, paths: everywhere, environment: environment)
    let (wakeSignal, displaySignal, maintenanceSignal) = (WakeSignal(), WakeSignal(), WakeSignal())
    let (arrivalSignal, reportSignal) = (WakeSignal(), WakeSignal())
    let (display, screenLock) = makeDisplay(for: account, arrivalSignal: arrivalSignal)
    let desktop = DesktopService(
      userID: account.userID, screenLock: screenLock,
      session: life == .session
        ? GraphicalSession(userID: account.userID, environment: environment) : nil,
      onLockChange: {
        for signal in [wakeSignal, displaySignal] { signal.ring() }
      }, log: log)
    guard let reader = try await makeReader(MailslotLookup(of: account, in: everywhere), desktop)
    else { return .sessionEnded }
    defer { reader.close() }
    AliasFiles.removeAll(beside: reader.path)
    defer { AliasFiles.removeAll(beside: reader.path) }
    let inbox = try openInbox(paths.inbox)
    defer { close(inbox) }

    let manager = ServiceManager(environment: environment)
    let receipts = ReceiptRegistry()
    let presenter = Presenter(
      inbox: inbox, settings: settings, display: display, receipts: receipts,
      wakeSignal: wakeSignal, displaySignal: displaySignal,
      screenLock: screenLock ?? ScreenLock(), clock: .system, log: log)
    let finder = RecipientFinder(
      paths: everywhere, accounts: accounts, hostName: HostName.current)
    let intake = Intake(
      store: InboxStore(inbox: inbox),
      rules: IntakeRules(takeReport: { report, delivery in
        await takeReport(report, delivery, from: finder.relay(), inbox)
      }), settings: settings, receipts: receipts,
      accounts: accounts, owner: account.userID, log: log,
      onStored: {
        for signal in [wakeSignal, maintenanceSignal, arrivalSignal] { signal.ring() }
      })
    let spools = paths.spools { log.warning("spool not used", metadata: ["why": "\($0)"]) }

    // They end from the last to the first: the intake ends first, so nothing more comes in.
    var services: [any Service] = [
      PresenceService(
        inbox: inbox, display: display, mailslot: reader.path, screenLock: screenLock,
        wakeSignal: displaySignal, log: log),
      presenter,
      InboxWatchService(
        inbox: inbox, presenter: presenter, receipts: receipts, wakeSignal: wakeSignal,
        displaySignal: displaySignal, reportSignal: reportSignal, log: log),
      MaintenanceService(inbox: inbox, settings: settings, wakeSignal: maintenanceSignal, log: log),
      ReloadService(
        settings: settings, wakeSignal: wakeSignal, log: log, load: { [reload, log] in reload(log) }
      ),
    ]
    if desktop.isNeeded { services.append(desktop) }
    services.append(
      RelayReportService(
        inbox: inbox, finder: finder, paths: everywhere, signal: reportSignal, log: log))
    services += spools.map {
      SpoolIntakeService(intake: SpoolIntake(spool: $0, intake: intake, log: log), log: log)
    }
    services.append(
      MailslotIntakeService(reader: reader, intake: intake, executor: inbox.executor) {
        // The agent handles signals from here on: a program that has read this line may send one.
        log.info("listening", metadata: ["mailslot": "\(reader.path)", "user": "\(account.name)"])
        manager.notify("READY=1\nSTATUS=")
      })
    var group = ServiceGroupConfiguration(
      // When one service has nothing left to do, the others go on. The session ends all of them.
      services: services.map {
        .init(
          service: $0,
          successTerminationBehavior: $0 is DesktopService ? .gracefullyShutdownGroup : .ignore)
      },
      gracefulShutdownSignals: [.sigterm, .sigint], logger: quietLog)
    group.maximumGracefulShutdownDuration = .milliseconds(1500)
    do {
      try await ServiceGroup(configuration: group).run()
    } catch is CancellationError {
      log.notice("stopped before everything was done")
    } catch {
      log.error("stopped", metadata: ["why": "\(error)"])
    }
    manager.notify("STOPPING=1")
    log.info("stopped")
    return desktop.sessionEnd.withLock(\.self) ? .sessionEnded : .stopped
  }

  /// Takes what the user has done on another machine, as the relay reports it.
  private func takeReport(
    _ report: StateReport, _ delivery: Delivery, from relay: Account, _ inbox: Inbox
  ) async -> Win32Error? {
    guard delivery.sender == relay.userID || delivery.sender == 0 else { return .accessDenied }
    do {
      try await inbox.run { try $0.mark(report, at: .now) }
      return nil
    } catch {
      log.error("states of another machine not noted", metadata: ["why": "\(error)"])
      return .notEnoughQuota
    }
  }

  /// The log of the service group, without its messages for its own developers.
  private var quietLog: Logger {
    var quiet = log
    quiet.logLevel = .error
    return quiet
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
