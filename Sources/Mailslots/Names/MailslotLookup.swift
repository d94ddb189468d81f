// SPDX-License-Identifier: Apache-2.0

public import Accounts
public import LinuxSystem

/// Finds a mailslot by its name alone, and makes one where others will find it.
///
/// The mailslots of an account come first, those of the machine after them. A directory that belongs
/// to somebody else is passed over.
public struct MailslotLookup: Sendable {
  /// Whose mailslots are looked at.
  public let account: Account

  /// Where they are.
  public let paths: Paths

  /// Creates a lookup.
  public init(of account: Account, in paths: Paths) {
    self.account = account
    self.paths = paths
  }

  /// The directories that may hold a mailslot, in the order they are looked at.
  public var directories: [FilePath] { paths.mailslots(of: account) + [paths.machineMailslots] }

  /// Opens the first mailslot of that name.
  ///
  /// - Parameters:
  ///   - name: A name on this computer.
  ///   - maximumMessageSize: The longest message to accept, in bytes.
  /// - Throws: ``MailslotError/notFound(_:)`` when it is nowhere; otherwise what kept this from
  ///   being written to where it is.
  public func openWriter(
    _ name: MailslotName, maximumMessageSize: Int = MailslotWriter.standardMessageSize
  ) throws(MailslotError) -> MailslotWriter {
    try first(name) { (directory) throws(MailslotError) in
      try MailslotWriter(
        opening: name, in: directory, ownedBy: account.userID,
        maximumMessageSize: maximumMessageSize)
    }
  }

  /// Opens a mailslot of that name, and waits for it to be made if there is none.
  ///
  /// Windows has no such call. Waiting costs nothing: inotify(7) tells of what is made.
  ///
  /// - Parameters:
  ///   - name: A name on this computer.
  ///   - deadline: When to give up.
  ///   - maximumMessageSize: The longest message to accept, in bytes.
  /// - Throws: As ``openWriter(_:maximumMessageSize:)``; ``MailslotError/notFound(_:)`` at the deadline.
  public func openWriter(
    _ name: MailslotName, waitingUntil deadline: Deadline,
    maximumMessageSize: Int = MailslotWriter.standardMessageSize
  ) throws(MailslotError) -> MailslotWriter {
    let watch = try DirectoryWatch()
    while true {
      // Watched first: what is made between the look and the wait is not missed.
      for directory in directories { watch.add(directory) }
      do throws(MailslotError) {
        return try openWriter(name, maximumMessageSize: maximumMessageSize)
      } catch {
        guard case .notFound = error, watch.wait(until: deadline) else { throw error }
      }
    }
  }

  /// Makes a mailslot in the account's directory: the system's place if it is, or can be made, the
  /// account's own; else the personal one.
  ///
  /// - Throws: As ``MailslotReader/init(creating:in:options:)``, and ``MailslotError/place(_:)``
  ///   when there is no directory for it.
  public func createReader(
    _ name: MailslotName, options: MailslotOptions = MailslotOptions()
  ) throws(MailslotError) -> MailslotReader {
    try MailslotReader(creating: name, in: makeDirectory(), options: options)
  }

  /// The account's directory for mailslots: the system's place if it is, or can be made, the
  /// account's own; else the personal one.
  ///
  /// - Throws: ``MailslotError/place(_:)`` when there can be neither.
  public func makeDirectory() throws(MailslotError) -> TrustedDirectory {
    var failure = DirectoryTrustError.missing(paths.mailslotRoot)
    // In the system's place others may look; the personal one is for nobody else.
    for (path, mode) in zip(paths.mailslots(of: account), [0o755, 0o700] as [UInt32]) {
      do throws(DirectoryTrustError) {
        return try TrustedDirectory.make(
          path, ownedBy: account.userID, permissions: FilePermissions(rawValue: mode))
      } catch {
        failure = error
      }
    }
    throw .place(failure)
  }

  /// What can be seen of the first mailslot of that name.
  ///
  /// - Throws: As ``openWriter(_:maximumMessageSize:)``, but also finds what has no reader.
  public func status(of name: MailslotName) throws(MailslotError) -> MailslotStatus {
    try first(name) { (directory) throws(MailslotError) in
      try MailslotStatus(ofEntry: name.encodedFileName, in: directory)
    }
  }

  /// What can be seen of all mailslots of the account and of the machine.
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
    guard name.host == .local else { throw .remote(name) }
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
      throw .place(error)
    }
  }
}
