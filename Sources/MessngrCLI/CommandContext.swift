// SPDX-License-Identifier: Apache-2.0

public import Accounts
import Console
import Glibc
import Inbox
public import LinuxSystem
public import Messages

/// Everything a command works with that is not on its command line.
public struct CommandContext: Sendable {
  /// The user who runs the command, and whose inbox it is.
  let account: Account

  /// The accounts of this machine.
  let accounts: AccountDatabase

  /// Where mailslots and spools are.
  let paths: Paths

  /// The variables of the environment.
  let environment: @Sendable (String) -> String?

  /// The name of this machine.
  let hostName: String

  /// The time zone in which times are read and written.
  let zone: Zone

  /// The time.
  let clock: @Sendable () -> UnixTime

  /// Where text comes from that is not on the command line.
  let input: FileDescriptor

  /// Where what was asked for goes.
  let output: FileDescriptor

  /// Where everything else goes that a person should know.
  let errors: FileDescriptor

  /// Whether this process does nothing but carry out the command, so that its signals are meant
  /// for it.
  let isWholeProcess: Bool

  /// Creates context.
  public init(
    account: Account, accounts: AccountDatabase, paths: Paths,
    environment: @escaping @Sendable (String) -> String?, hostName: String, zone: Zone,
    clock: @escaping @Sendable () -> UnixTime, isWholeProcess: Bool = false,
    input: FileDescriptor = .standardInput,
    output: FileDescriptor = .standardOutput, errors: FileDescriptor = .standardError
  ) {
    self.account = account
    self.accounts = accounts
    self.paths = paths
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
  /// A user whom the database of accounts does not know has no home but the root directory.
  public static func ofThisProcess() -> CommandContext {
    let environment: @Sendable (String) -> String? = { name in
      unsafe getenv(name).map { unsafe String(cString: $0) }
    }
    let accounts = AccountDatabase()
    let account =
      accounts.account(userID: geteuid())
      ?? Account(name: String(geteuid()), userID: geteuid(), groupID: getegid(), home: "/")
    return CommandContext(
      account: account, accounts: accounts, paths: Paths(environment: environment),
      environment: environment, hostName: HostName.current, zone: .local, clock: { .now },
      isWholeProcess: true)
  }

  /// Where the states of jobs are.
  var jobsPath: FilePath {
    Paths.stateHome(of: account, environment: environment).appending("messngr/jobs")
  }

  /// Where the inbox is.
  var inboxPath: FilePath { Paths.inbox(of: account, environment: environment) }

  /// The time on a clock on the wall.
  var now: WallTime { WallTime(clock(), in: zone) }

  // MARK: Output

  /// How output for a person looks.
  var style: Style {
    Style(
      isTerminal: isTerminal(output), columns: terminalColumns,
      hasColours: environment("NO_COLOR")?.isEmpty != false && environment("TERM") != "dumb")
  }

  /// Prints a line, or several.
  ///
  /// - Throws: `Errno` when nobody takes it.
  func print(_ line: String) throws {
    try print(ConsoleText.line(line, keeping: style.sequences))
  }

  /// Prints bytes as they are: what a command that was run has printed.
  ///
  /// - Throws: `Errno` when nobody takes them.
  func print(_ bytes: [UInt8]) throws {
    try output.writeAll(bytes)
  }

  /// Tells a person, beside what was asked for.
  func note(_ line: String) {
    // Whoever has closed standard error does not want to know.
    _ = try? errors.writeAll(ConsoleText.line("messngr: \(line)"))
  }

  /// Whether a person sees what is written to, or types what is read from, a descriptor; isatty(3).
  func isTerminal(_ descriptor: FileDescriptor) -> Bool {
    isatty(descriptor.rawValue) == 1
  }

  /// The width of the terminal: as the kernel has it, or `COLUMNS`, or 80.
  private var terminalColumns: Int {
    var size = winsize()
    let result = unsafe ioctl(output.rawValue, UInt(TIOCGWINSZ), &size)
    if result == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return environment("COLUMNS").flatMap { Int($0) } ?? 80
  }
}
