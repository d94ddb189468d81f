// SPDX-License-Identifier: Apache-2.0

public import Accounts
import LinuxSystem
import Mailslots
public import Messages
import Wire

/// The message name table of this machine: the names that users have besides their login names.
///
/// An alias is an empty file in its owner's directory of mailslots. So the kernel proves who the owner
/// is, and no user can make an alias for another. An alias holds as long as its owner's agent runs. When
/// two users take a name at the same moment, the one whose file the kernel made first has it.
///
/// A user who makes such files by hand gains nothing over ``add(_:for:)``: a claim to a name that could
/// not be added does not hold.
///
/// The functions of Windows are `NetMessageNameAdd`, `…Del`, `…Enum` and `…GetInfo`.
public struct AliasTable: Sendable {
  /// The most aliases of one user: the limit of Windows for a network adapter.
  public static let maximumCount = 256

  private let paths: Paths
  private let accounts: AccountDatabase
  private let hostName: String

  /// Creates a table.
  ///
  /// - Parameter hostName: The machine's own name, which no user can take.
  public init(paths: Paths, accounts: AccountDatabase, hostName: String) {
    self.paths = paths
    self.accounts = accounts
    self.hostName = hostName
  }

  /// The aliases of all users, sorted; `NetMessageNameEnum`.
  public func all() -> [AliasEntry] {
    let claims = LocalUsers(paths: paths, accounts: accounts).directories().flatMap(claims(in:))
    let first = claims.ordered { ($0.file, $0) < ($1.file, $1) }.reduce(into: [AliasClaim]()) {
      first, claim in
      if first.last?.file != claim.file { first.append(claim) }
    }
    return first.compactMap(AliasEntry.init).filter(isFree).ordered { $0.name < $1.name }
  }

  /// The aliases of one user, sorted.
  public func names(of account: Account) -> [AliasEntry] {
    all().filter { $0.account == account }
  }

  /// The user who has a name as an alias and whose agent runs; `NetMessageNameGetInfo`.
  public func holder(of name: MessageName) -> Account? {
    guard let file = AliasClaim.file(of: name), hasForm(name), !isTaken(name) else { return nil }
    return LocalUsers(paths: paths, accounts: accounts)
      .directories { (try? $0.appending(file).stat(followTargetSymlink: false)) != nil }
      .flatMap(claims(in:)).filter { $0.file == file }.min()?.account
  }

  /// Gives a user an alias; `NetMessageNameAdd`.
  ///
  /// - Throws: ``AliasTableError``.
  public func add(_ name: MessageName, for account: Account) throws(AliasTableError) {
    guard name.text.utf8.count <= MessageName.maximumLegacyByteCount else {
      throw .tooLong(name.text, limit: MessageName.maximumLegacyByteCount)
    }
    guard let file = AliasClaim.file(of: name) else { throw .notAName(name.text) }
    guard !isReserved(name, for: account) else { throw .alreadyExists(name.text) }
    guard !name.mayMislead else { throw .misleading(name.text) }
    if let other = accounts.account(matching: name.plain) {
      throw .taken(name.text, by: other.name)
    }
    let directory = try liveDirectory(of: account)
    if let holder = holder(of: name) {
      throw holder == account ? .alreadyExists(name.text) : .taken(name.text, by: holder.name)
    }
    guard claims(in: (account, directory.path)).count < AliasTable.maximumCount else {
      throw .tooMany(limit: AliasTable.maximumCount)
    }
    let path = directory.stablePath(of: file)
    do throws(Errno) {
      try FileDescriptor.open(
        path, .writeOnly, options: [.exclusiveCreate, .noFollow],
        permissions: FilePermissions(rawValue: 0o644)
      ).close()
      try FileTime.waitUntilPast(path)
    } catch .fileExists {
      throw .alreadyExists(name.text)
    } catch {
      throw .system(path, error)
    }
    // Another user may have taken the name at the same moment: then the earlier claim holds.
    if let holder = holder(of: name), holder != account {
      try? FileSystem.remove(path)
      throw .taken(name.text, by: holder.name)
    }
  }

  /// Takes an alias from a user; `NetMessageNameDel`.
  ///
  /// - Throws: ``AliasTableError``.
  public func delete(_ name: MessageName, for account: Account) throws(AliasTableError) {
    guard !isReserved(name, for: account) else { throw .cannotBeDeleted(name.text) }
    guard let file = AliasClaim.file(of: name) else { throw .notLocal(name.text) }
    let directory = try liveDirectory(of: account)
    let path = directory.stablePath(of: file)
    do throws(Errno) {
      try FileSystem.remove(path)
    } catch .noSuchFileOrDirectory {
      throw .notLocal(name.text)
    } catch {
      throw .system(path, error)
    }
  }

  // MARK: Rules

  /// Whether a user has a name without an alias: the user's login name, or the machine's name.
  private func isReserved(_ name: MessageName, for account: Account) -> Bool {
    name.isMachine(hostName) || isSame(name, account.name)
  }

  /// Whether a name has the form of an alias.
  private func hasForm(_ name: MessageName) -> Bool {
    name.text.utf8.count <= MessageName.maximumLegacyByteCount && !name.mayMislead
  }

  /// Whether a name is the machine's, or a login name in this machine's own file of accounts.
  ///
  /// ``RecipientFinder`` asks the other sources of accounts before it asks this table.
  private func isTaken(_ name: MessageName) -> Bool {
    name.isMachine(hostName) || accounts.local.account(matching: name.plain) != nil
  }

  /// Whether a claim is to a name that ``add(_:for:)`` gives.
  private func isFree(_ entry: AliasEntry) -> Bool {
    guard let name = try? MessageName(entry.name) else { return false }
    return hasForm(name) && !isTaken(name)
  }

  /// Whether two names have the same file; a dot or blank at the end makes no difference.
  private func isSame(_ name: MessageName, _ other: String) -> Bool {
    (try? MessageName(other)).flatMap(AliasClaim.file) == AliasClaim.file(of: name)
  }

  /// The directory of a user whose agent runs.
  private func liveDirectory(of account: Account) throws(AliasTableError) -> TrustedDirectory {
    for path in paths.mailslots(of: account) {
      guard let directory = try? TrustedDirectory(path, ownedBy: account.userID),
        isLive(directory)
      else { continue }
      return directory
    }
    throw .notStarted
  }

  private func isLive(_ directory: borrowing TrustedDirectory) -> Bool {
    (try? MailslotStatus(of: .messenger, in: directory))?.hasReader ?? false
  }

  /// The claims in a user's directory, the earliest first and not more than a user may have; none when
  /// the user's agent does not run.
  private func claims(in place: (account: Account, path: FilePath)) -> [AliasClaim] {
    guard let directory = try? TrustedDirectory(place.path, ownedBy: place.account.userID),
      isLive(directory),
      let files = try? FileSystem.entries(of: directory.stablePath(of: "."))
    else { return [] }
    let claims = files.compactMap { file -> AliasClaim? in
      guard file.ends(with: Paths.aliasSuffix),
        let status = try? directory.stablePath(of: file).stat(followTargetSymlink: false)
      else { return nil }
      return AliasClaim(file: file, status, of: place.account)
    }
    return Array(claims.ordered().prefix(AliasTable.maximumCount))
  }
}
