// SPDX-License-Identifier: Apache-2.0

public import Accounts
public import LinuxSystem

/// Finds a mailslot by its name alone, and makes one where other programs find it.
///
/// It looks at the mailslots of an account first, then at those of the machine. It skips a directory that
/// belongs to another user.
public struct MailslotLookup: Sendable {
  /// The owner of the mailslots.
  public let account: Account

  /// Where they are.
  public let paths: Paths

  /// Creates a lookup.
  public init(of account: Account, in paths: Paths) {
    self.account = account
    self.paths = paths
  }

  /// Creates a lookup of a user's mailslots in the places that the environment names, see ``Paths``.
  ///
  /// - Parameter user: The login name; `nil` for the user with whose rights this process runs.
  /// - Throws: ``MailslotError/unknownUser(_:)``.
  public init(user: String? = nil) throws(MailslotError) {
    let paths = Paths(environment: Environment.variable)
    guard let user else {
      self.init(of: AccountDatabase().ownAccount, in: paths)
      return
    }
    guard let account = AccountDatabase().account(named: user) else { throw .unknownUser(user) }
    self.init(of: account, in: paths)
  }

  /// The directories that may hold a mailslot, in the order of the search.
  public var directories: [FilePath] { paths.mailslots(of: account) + [paths.machineMailslots] }

  /// Opens the first mailslot with a name.
  ///
  /// - Parameters:
  ///   - name: A name on this computer.
  ///   - maximumMessageSize: The longest message to accept, in bytes.
  /// - Throws: ``MailslotError/notFound(_:)`` when no directory has it; otherwise the first error of a
  ///   directory that has it.
  public func openWriter(
    _ name: MailslotName, maximumMessageSize: Int = MailslotWriter.standardMessageSize
  ) throws(MailslotError) -> MailslotWriter {
    try first(name) { (directory) throws(MailslotError) in
      try MailslotWriter(
        opening: name, in: directory, ownedBy: account.userID,
        maximumMessageSize: maximumMessageSize)
    }
  }

  /// Opens the first mailslot with a name, and waits on this thread until a program makes one.
  ///
  /// Windows has no such call. The thread sleeps until inotify(7) reports a new file.
  ///
  /// - Parameters:
  ///   - name: A name on this computer.
  ///   - deadline: When to give up.
  ///   - maximumMessageSize: The longest message to accept, in bytes.
  /// - Throws: As ``openWriter(_:maximumMessageSize:)``; ``MailslotError/notFound(_:)`` at the deadline.
  @available(*, noasync, message: "in a task, await openWriter(_:waiting:maximumMessageSize:)")
  public func openWriter(
    _ name: MailslotName, waitingUntil deadline: Deadline,
    maximumMessageSize: Int = MailslotWriter.standardMessageSize
  ) throws(MailslotError) -> MailslotWriter {
    let watch = try DirectoryWatch()
    while true {
      // The watch begins before the search, so a mailslot that is made after the search ends the wait.
      for directory in directories { watch.add(directory) }
      do throws(MailslotError) {
        return try openWriter(name, maximumMessageSize: maximumMessageSize)
      } catch {
        guard case .notFound = error, watch.wait(until: deadline) else { throw error }
      }
    }
  }

  /// Makes a mailslot in the directory of ``makeDirectory()``.
  ///
  /// - Throws: As ``MailslotReader/init(creating:in:options:)`` and ``makeDirectory()``.
  public func createReader(
    _ name: MailslotName, options: MailslotOptions = MailslotOptions()
  ) throws(MailslotError) -> MailslotReader {
    try MailslotReader(creating: name, in: makeDirectory(), options: options)
  }

  /// The account's directory for mailslots, which is made if it does not exist.
  ///
  /// It is the one in the system's place if the account owns that, or can make it; else the personal one.
  ///
  /// - Throws: ``MailslotError/place(_:)`` when neither directory can be used.
  public func makeDirectory() throws(MailslotError) -> TrustedDirectory {
    var failure = DirectoryTrustError.missing(paths.mailslotRoot)
    // Other users may look into the system's place, but not into the personal one.
    for (path, mode) in zip(paths.mailslots(of: account), [0o755, 0o700] as [UInt32]) {
      do throws(DirectoryTrustError) {
        return try TrustedDirectory.make(
          path, ownedBy: account.userID, permissions: FilePermissions(rawValue: mode))
      } catch {
        failure = error
      }
    }
    throw MailslotError(failure)
  }

  /// The status of the first mailslot with a name, which may have no reader.
  ///
  /// - Throws: As ``openWriter(_:maximumMessageSize:)``.
  public func status(of name: MailslotName) throws(MailslotError) -> MailslotStatus {
    try first(name) { (directory) throws(MailslotError) in
      try MailslotStatus(ofEntry: name.encodedFileName, in: directory)
    }
  }

  /// The path of the file of a mailslot: of the first that exists, or else of the one that a reader would
  /// make.
  ///
  /// - Throws: ``MailslotError/remote(_:)``.
  public func path(of name: MailslotName) throws(MailslotError) -> FilePath {
    if let path = try? status(of: name).path { return path }
    guard name.isOnThisComputer else { throw .remote(name) }
    let own = paths.mailslots(of: account)
    let usable = own.first { path in
      (try? trusted(path)) != nil
        || !FileSystem.exists(path) && FileSystem.mayAddFiles(to: path.removingLastComponent())
    }
    return (usable ?? own[own.count - 1]).appending(name.encodedFileName)
  }

  /// The status of each mailslot of the account and of the machine.
  public func statuses() -> [MailslotStatus] {
    directories.flatMap { path in
      guard let directory = try? trusted(path) else { return [MailslotStatus]() }
      return (try? MailslotStatus.all(in: directory)) ?? []
    }
  }

  private func first<Value: ~Copyable>(
    _ name: MailslotName,
    _ use: (borrowing TrustedDirectory) throws(MailslotError) -> Value
  ) throws(MailslotError) -> Value {
    guard name.isOnThisComputer else { throw .remote(name) }
    var failure: MailslotError?
    for path in directories {
      do throws(MailslotError) {
        return try use(trusted(path))
      } catch {
        switch error {
        case .notFound, .place(.missing): break
        default: failure = failure ?? error
        }
      }
    }
    throw failure ?? .notFound(directories[0].appending(name.encodedFileName))
  }

  private func trusted(_ path: FilePath) throws(MailslotError) -> TrustedDirectory {
    let owner = path == paths.machineMailslots ? CurrentProcess.effectiveUserID : account.userID
    do throws(DirectoryTrustError) {
      return try TrustedDirectory(path, ownedBy: owner)
    } catch {
      throw MailslotError(error)
    }
  }
}
