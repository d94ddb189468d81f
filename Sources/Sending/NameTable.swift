// SPDX-License-Identifier: Apache-2.0

import Mailslots
public import Messages
public import Places
import SystemPackage

/// The message name table of this machine: which names besides login names reach whom.
///
/// An alias is an empty file in its owner's directory of mailslots, so the kernel says whose it is,
/// and nobody can put one into another's name. It holds as long as its owner's agent runs. Two who
/// take a name at the same moment see each other, and the one that the kernel saw first has it.
///
/// The functions of Windows are `NetMessageNameAdd`, `…Del`, `…Enum` and `…GetInfo`.
public struct NameTable: Sendable {
  /// The most aliases of one user: that of Windows for an adapter.
  public static let maximumCount = 256

  private let places: Places
  private let accounts: AccountDatabase
  private let hostName: String

  /// Creates a table.
  ///
  /// - Parameter hostName: The machine's own name, which is nobody's to take.
  public init(places: Places, accounts: AccountDatabase, hostName: String) {
    self.places = places
    self.accounts = accounts
    self.hostName = hostName
  }

  /// Everybody's aliases, sorted.
  public func all() -> [NameEntry] {
    holders().flatMap { entries(of: $0) }.sorted {
      ($0.name, $0.account.name) < ($1.name, $1.account.name)
    }
  }

  /// The aliases of one user, sorted.
  public func names(of account: Account) -> [NameEntry] {
    entries(of: account).sorted { $0.name < $1.name }
  }

  /// Who has a name as an alias, while that user's agent runs.
  public func holder(of name: MessageName) -> Account? {
    claims(on: name).first?.account
  }

  /// Gives a user another name.
  ///
  /// - Throws: ``NameTableError``.
  public func add(_ name: MessageName, for account: Account) throws(NameTableError) {
    guard name.text.utf8.count <= MessageName.maximumLegacyByteCount else {
      throw .tooLong(name.text, limit: MessageName.maximumLegacyByteCount)
    }
    guard !isReserved(name, for: account) else { throw .alreadyExists(name.text) }
    guard accounts.account(named: name.text.lowercased()) == nil else {
      throw .taken(name.text, by: name.text.lowercased())
    }
    let directory = try liveDirectory(of: account)
    guard names(of: account).count < NameTable.maximumCount else {
      throw .tooMany(limit: NameTable.maximumCount)
    }
    if let holder = holder(of: name) {
      throw holder == account ? .alreadyExists(name.text) : .taken(name.text, by: holder.name)
    }
    let path = directory.stablePath(of: file(of: name))
    do throws(Errno) {
      try DirectoryEntry.create(path)
    } catch .fileExists {
      throw .alreadyExists(name.text)
    } catch {
      throw .system(path, error)
    }
    // Somebody may have done the same just now: then the earlier claim holds.
    if let holder = holder(of: name), holder != account {
      try? DirectoryEntry.remove(path)
      throw .taken(name.text, by: holder.name)
    }
  }

  /// Takes an alias away from a user.
  ///
  /// - Throws: ``NameTableError``.
  public func delete(_ name: MessageName, for account: Account) throws(NameTableError) {
    guard !isReserved(name, for: account) else { throw .cannotBeDeleted(name.text) }
    for path in places.mailslots(of: account) {
      guard let directory = try? TrustedDirectory(path, ownedBy: account.userID) else { continue }
      let file = directory.stablePath(of: file(of: name))
      do throws(Errno) {
        try DirectoryEntry.remove(file)
        return
      } catch .noSuchFileOrDirectory {
      } catch {
        throw .system(file, error)
      }
    }
    throw .notLocal(name.text)
  }

  /// The names that a user has without taking them: the own login name, and the machine's.
  private func isReserved(_ name: MessageName, for account: Account) -> Bool {
    let short = String(hostName.prefix { $0 != "." })
    return [account.name, hostName, short].contains { (try? MessageName($0)) == name }
  }

  // MARK: Files

  private func file(of name: MessageName) -> String {
    // A name of 15 bytes is a mailslot's name as well, and its file spells it out.
    ((try? MailslotName(name.text))?.encodedFileName ?? "") + Places.aliasSuffix
  }

  /// The directory of a user whose agent runs.
  private func liveDirectory(of account: Account) throws(NameTableError) -> TrustedDirectory {
    for path in places.mailslots(of: account) {
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

  private func holders() -> [Account] {
    ((try? Directory.entries(of: places.mailslotRoot)) ?? []).compactMap {
      accounts.account(named: $0)
    }
  }

  private func entries(of account: Account) -> [NameEntry] {
    places.mailslots(of: account).flatMap { path -> [NameEntry] in
      guard let directory = try? TrustedDirectory(path, ownedBy: account.userID), isLive(directory),
        let files = try? Directory.entries(of: directory.stablePath(of: "."))
      else { return [] }
      return files.compactMap { file in
        guard file.hasSuffix(Places.aliasSuffix),
          let name = MailslotName(encodedFileName: String(file.dropLast(Places.aliasSuffix.count)))
        else { return nil }
        return NameEntry(name: name.path.uppercased(), account: account)
      }
    }
  }

  /// The claims on a name, the earliest first.
  private func claims(on name: MessageName) -> [(account: Account, time: FileTime)] {
    holders().compactMap { account in
      let path = places.mailslots(of: account)[0]
      guard let directory = try? TrustedDirectory(path, ownedBy: account.userID), isLive(directory),
        let status = try? directory.stablePath(of: file(of: name)).stat(followTargetSymlink: false),
        status.type == .regular, status.userID.rawValue == account.userID
      else { return nil }
      return (account, FileTime(status))
    }.sorted { ($0.time, $0.account.userID) < ($1.time, $1.account.userID) }
  }
}
