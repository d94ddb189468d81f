// SPDX-License-Identifier: Apache-2.0

public import Accounts
import Console
public import LinuxSystem
import Mailslots

/// Runs the commands of `mailslot`.
public struct MailslotProgram: Sendable {
  let paths: Paths
  let accounts: AccountDatabase
  let userID: UInt32
  /// The machine's own name; `nil` to ask the kernel, which only a name of another computer needs.
  let hostName: String?
  let input: FileDescriptor
  private let output: FileDescriptor
  private let errors: FileDescriptor

  /// Creates a program.
  public init(
    paths: Paths, accounts: AccountDatabase = AccountDatabase(), userID: UInt32,
    hostName: String? = nil, input: FileDescriptor = .standardInput,
    output: FileDescriptor = .standardOutput,
    errors: FileDescriptor = .standardError
  ) {
    self.paths = paths
    self.accounts = accounts
    self.userID = userID
    self.hostName = hostName
    self.input = input
    self.output = output
    self.errors = errors
  }

  /// Runs the command of a command line.
  ///
  /// - Returns: The exit status.
  public func run(_ arguments: [String]) -> Int32 {
    let command: MailslotCommand
    do throws(MailslotUsageError) {
      command = try MailslotCommand(arguments: arguments)
    } catch {
      complain(error.description)
      return ExitStatus.usage.rawValue
    }
    do throws(MailslotError) {
      return try run(command)
    } catch {
      complain("\(error) (error \(error.win32Code))")
      return error.exitStatus.rawValue
    }
  }

  private func run(_ command: MailslotCommand) throws(MailslotError) -> Int32 {
    switch command {
    case .help(let topic):
      _ = print(ConsoleText.line(topic.text))
    case .version:
      _ = print(ConsoleText.line("mailslot \(Version.text)"))
    case .read(let command):
      return try read(command)
    case .write(let command): return write(command)
    case .info(let name, let user, let isJSON):
      guard let account = account(user) else { return ExitStatus.noSuchName.rawValue }
      show([try MailslotLookup(of: account, in: paths).status(of: name)], isJSON: isJSON)
    case .path(let name, let user):
      guard let account = account(user) else { return ExitStatus.noSuchName.rawValue }
      let path = try MailslotLookup(of: account, in: paths).path(of: name)
      _ = print(ConsoleText.line(path.string))
    case .list(let user, let everyone, let isJSON):
      guard let account = account(user) else { return ExitStatus.noSuchName.rawValue }
      let listed = everyone ? allAccounts() : [account]
      let statuses = listed.flatMap { MailslotLookup(of: $0, in: paths).statuses() }
      var seen: Set<FilePath> = []
      show(statuses.filter { seen.insert($0.path).inserted }, isJSON: isJSON)
    }
    return ExitStatus.success.rawValue
  }

  private func write(_ command: WriteCommand) -> Int32 {
    do throws(WriteFailure) {
      return try write(command).rawValue
    } catch {
      complain(error.description)
      return error.exitStatus.rawValue
    }
  }

  /// The account of the caller, or of the named user; `nil`, with an error line, when it does not exist.
  func account(_ user: String?) -> Account? {
    guard let user else {
      return accounts.account(userID: userID)
        ?? Account(name: String(userID), userID: userID, groupID: userID, home: "/")
    }
    let account = accounts.account(named: user)
    if account == nil { complain("the user \"\(user)\" does not exist") }
    return account
  }

  /// The caller's account, and those that have a directory for mailslots.
  private func allAccounts() -> [Account] {
    let users = LocalUsers(paths: paths, accounts: accounts)
    return [account(nil)].compactMap { $0 } + users.directories().map { $0.account }
  }

  private func show(_ statuses: [MailslotStatus], isJSON: Bool) {
    for status in statuses {
      let owner = accounts.name(ofUserID: status.userID)
      let line =
        isJSON
        ? StatusFormat.json(status, owner: owner) : StatusFormat.line(status, owner: owner)
      _ = print(ConsoleText.line(line))
    }
  }

  /// Prints a message: as it is for a program, without control characters on a terminal.
  ///
  /// - Returns: Whether a program still reads the output.
  func print(_ message: MailslotMessage, as format: MessageFormat) -> Bool {
    let bytes = format.encode(message)
    guard [.text, .endingInNUL].contains(format), output.isTerminal else {
      return print(bytes)
    }
    let text = String(decoding: bytes.dropLast(), as: UTF8.self)
    return print(ConsoleText.line(text))
  }

  /// Prints to standard output.
  ///
  /// - Returns: Whether a program still reads the output.
  func print(_ bytes: [UInt8]) -> Bool {
    (try? output.writeAll(bytes)) != nil
  }

  /// Prints an error line to standard error.
  func complain(_ line: String) {
    _ = try? errors.writeAll(ConsoleText.line("mailslot: \(line)"))
  }
}

extension MailslotError {
  /// The exit status of the program for this error.
  var exitStatus: ExitStatus {
    switch self {
    case .notFound, .place(.missing), .unknownUser: .noSuchName
    case .accessDenied, .untrustedOwner, .place: .notPermitted
    case .alreadyExists, .queueFull: .noRoom
    case .messageTooLong, .bufferTooSmall: .textRefused
    case .timedOut: .deadlinePassed
    case .invalidName, .nameTooLong: .usage
    case .remote, .readerGone, .descriptorRefused, .aborted, .closed, .unexpectedSocket,
      .notInheritable, .tooManyOpenFiles, .system:
      .unavailable
    }
  }
}
