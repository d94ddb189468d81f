// SPDX-License-Identifier: Apache-2.0

public import Accounts
import AgentPolicy
import AgentSupport
import Console
import DaemonSupport
import Inbox
public import LinuxSystem
import MessageDelivery
public import Messages
import NameDirectory

/// What a command needs besides its command line: the user, the machine, the time, and its streams.
public struct CommandContext: Sendable {
  /// The user who runs the command, and who owns the inbox.
  let account: Account

  /// The accounts of this machine.
  let accounts: AccountDatabase

  /// Where mailslots and spools are.
  let paths: Paths

  /// The root of the file system, below which systemd has its units.
  let machineRoot: FilePath

  /// The variables of the environment.
  let environment: @Sendable (String) -> String?

  /// The name of this machine.
  let hostName: String

  /// The time zone in which times are read and written.
  let zone: Zone

  /// The clock.
  let clock: @Sendable () -> UnixTime

  /// The source of text that is not on the command line.
  let input: FileDescriptor

  /// Where the result of the command goes.
  private(set) var output: FileDescriptor

  /// Where notes and errors go.
  private(set) var errors: FileDescriptor

  /// The style of the terminal behind a pager; `nil` without a pager.
  private(set) var styleBehindPager: Style?

  /// Whether this process only runs the command, so that signals to the process are for the command.
  let isWholeProcess: Bool

  /// Creates a context.
  public init(
    account: Account, accounts: AccountDatabase, paths: Paths,
    environment: @escaping @Sendable (String) -> String?, hostName: String, zone: Zone,
    clock: @escaping @Sendable () -> UnixTime, machineRoot: FilePath = "/",
    isWholeProcess: Bool = false,
    input: FileDescriptor = .standardInput,
    output: FileDescriptor = .standardOutput, errors: FileDescriptor = .standardError
  ) {
    self.account = account
    self.accounts = accounts
    self.paths = paths
    self.machineRoot = machineRoot
    self.environment = environment
    self.hostName = hostName
    self.zone = zone
    self.clock = clock
    self.isWholeProcess = isWholeProcess
    self.input = input
    self.output = output
    self.errors = errors
  }

  /// The context of this process.
  ///
  /// The home of a user without an account is the root directory.
  public static func ofThisProcess() -> CommandContext {
    let environment: @Sendable (String) -> String? = { Environment.variable($0) }
    let accounts = AccountDatabase()
    return CommandContext(
      account: accounts.ownAccount, accounts: accounts, paths: Paths(environment: environment),
      environment: environment, hostName: HostName.current, zone: .local, clock: { .now },
      isWholeProcess: true)
  }

  /// The directory with the states of jobs.
  var jobsPath: FilePath {
    Paths.stateHome(of: account, environment: environment).appending("messngr/jobs")
  }

  /// The file of the inbox.
  var inboxPath: FilePath { Paths.inbox(of: account, environment: environment) }

  /// The directories of the user's agent.
  var agentPaths: AgentPaths {
    AgentPaths(account: account, paths: paths, environment: environment)
  }

  /// Reads the configuration of the user's agent.
  ///
  /// - Throws: `ConfigurationError` with all problems.
  func agentConfiguration() throws(ConfigurationError) -> AgentConfiguration {
    let home = environment("XDG_CONFIG_HOME").map { ["XDG_CONFIG_HOME": $0] } ?? [:]
    return try AgentConfiguration.load(
      files: AgentConfiguration.files(home: account.home, environment: home),
      variables: environment
    ).withMembers(in: groups)
  }

  /// The quiet hours of the user; none while the configuration has errors.
  var quietHours: QuietHours {
    (try? agentConfiguration())?.presentation.quietHours ?? QuietHours()
  }

  /// The groups of this machine.
  var groups: GroupDatabase { GroupDatabase() }

  /// The local time.
  var now: WallTime { WallTime(clock(), in: zone) }

  /// The sender of messages.
  var sender: MessageSender { MessageSender(paths: paths, finder: finder) }

  /// The finder of recipients.
  var finder: RecipientFinder {
    RecipientFinder(paths: paths, accounts: accounts, hostName: hostName)
  }

  /// The context of output that goes to the terminal through a pager; so do notes, if they go there.
  func paged(to pipe: FileDescriptor) -> CommandContext {
    var context = self
    context.styleBehindPager = style
    context.output = pipe
    if isTerminal(errors) { context.errors = pipe }
    return context
  }

  /// Opens the inbox while `body` runs.
  func withInbox<Value>(_ body: (Inbox) async throws -> Value) async throws -> Value {
    let inbox = try Inbox.open(at: inboxPath, ifCorrupt: .refuse)
    // Every write is on the disk already, so an error here loses nothing.
    defer { try? inbox.close() }
    return try await body(inbox)
  }
}
