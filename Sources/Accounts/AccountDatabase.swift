// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem
import Wire

/// The accounts of this machine: those in `/etc/passwd`, then those of other sources (LDAP, SSSD, …).
///
/// A static program cannot call `getpwnam`: glibc would load modules that do not fit it, and crash. So this
/// type reads the file, and runs `getent` for the names that are not in it; getent(1).
public struct AccountDatabase: Sendable {
  private let file: FilePath
  private let getent: FilePath?
  private let deadline: Deadline
  /// What the file had in it; `nil` to read it for each question.
  private let contents: [UInt8]?

  /// Creates a database.
  ///
  /// - Parameters:
  ///   - file: A file in the format of passwd(5).
  ///   - getent: The program that knows the accounts of other sources; getent(1).
  ///   - deadline: The moment from which on only the file is read. Each run of `getent` ends after five
  ///     seconds in any case.
  public init(
    file: FilePath = "/etc/passwd", getent: FilePath = "/usr/bin/getent",
    until deadline: Deadline = .never
  ) {
    self.file = file
    self.getent = getent
    self.deadline = deadline
    contents = nil
  }

  /// The same accounts, with the file read now and never again: for a program that asks more than once and
  /// ends soon.
  package var asOfNow: AccountDatabase {
    AccountDatabase(file: file, asking: getent, until: deadline, contents: read())
  }

  /// The accounts in the file only: no program runs to find them.
  public var local: AccountDatabase {
    AccountDatabase(file: file, asking: nil, until: .never, contents: contents)
  }

  private init(
    file: FilePath, asking getent: FilePath?, until deadline: Deadline, contents: [UInt8]?
  ) {
    self.file = file
    self.getent = getent
    self.deadline = deadline
    self.contents = contents
  }

  /// The lines of the file; none when it cannot be read.
  private func read() -> [UInt8] { contents ?? (try? FileContents.read(file)) ?? [] }

  /// The account with exactly this login name.
  public func account(named name: String) -> Account? {
    guard AccountDatabase.isPlausible(name) else { return nil }
    return find(name, in: 0) { $0.name == name }
  }

  /// The account whose login name differs at most in case: the one in exactly this spelling, the one in
  /// lower case, or the first in the file.
  ///
  /// From other sources than the file come the first two spellings only.
  public func account(matching name: String) -> Account? {
    guard AccountDatabase.isPlausible(name) else { return nil }
    let folded = name.lowercased()
    if let account = local.account(named: name) ?? local.account(named: folded) { return account }
    for line in DatabaseLines(read(), with: "", in: 0)
    where line.dropFirst(name.utf8.count).first == UInt8(ascii: ":") {
      if let account = Account(line: line), account.name.lowercased() == folded { return account }
    }
    return getent.flatMap { _ in account(named: name) ?? account(named: folded) }
  }

  /// The account with a number.
  public func account(userID: UInt32) -> Account? {
    find(String(userID), in: 2) { $0.userID == userID }
  }

  /// The account with whose rights this process runs, or one that has its number for a name.
  package var ownAccount: Account {
    let userID = CurrentProcess.effectiveUserID
    return account(userID: userID)
      ?? Account(
        name: String(userID), userID: userID, groupID: CurrentProcess.effectiveGroupID, home: "/")
  }

  /// The login name for a number, or the number itself when no account has it.
  public func name(ofUserID userID: UInt32) -> String {
    account(userID: userID)?.name ?? String(userID)
  }

  /// Whether a word can be a login name: it is no number, no option and no path.
  ///
  /// The bound of 256 bytes is that of `LOGIN_NAME_MAX` in limits.h.
  private static func isPlausible(_ name: String) -> Bool {
    guard let first = name.utf8.first, name.utf8.count <= 256,
      Digits.decimal(name, limit: UInt64(UInt32.max)) == nil
    else {
      return false
    }
    return first != UInt8(ascii: "-")
      && !name.utf8.contains { $0 <= 0x20 || $0 == 0x7F || ":/\\".utf8.contains($0) }
  }

  /// Finds the account that has `key` in a field of its line, counted from 0.
  private func find(
    _ key: String, in field: Int, _ matches: (Account) -> Bool
  ) -> Account? {
    func search(_ bytes: [UInt8]) -> Account? {
      // Not with lazy sequences: the runtime takes longer to make their types than this loop takes.
      for line in DatabaseLines(bytes, with: key, in: field) {
        if let account = Account(line: line), matches(account) { return account }
      }
      return nil
    }
    return search(read())
      ?? getent.flatMap { getent in
        search(
          (try? ProgramOutput.read(
            from: getent, ["passwd", "--", key], until: deadline)) ?? [])
      }
  }
}
