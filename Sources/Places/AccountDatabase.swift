// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// The accounts of this machine: `/etc/passwd`, then whatever else `getent` knows (LDAP, SSSD, …).
///
/// A static program cannot call `getpwnam`: glibc would load modules that do not fit it and crash.
/// Reading the file, and asking a child process for the names that are not in it, works everywhere.
public struct AccountDatabase: Sendable {
  private let file: FilePath
  private let getent: FilePath?

  /// Creates a database.
  ///
  /// - Parameters:
  ///   - file: A file in the format of passwd(5).
  ///   - getent: The program that knows the accounts of other sources; getent(1).
  public init(file: FilePath = "/etc/passwd", getent: FilePath = "/usr/bin/getent") {
    self.file = file
    self.getent = getent
  }

  /// Only what this machine itself knows, which nobody has to be asked for.
  public var local: AccountDatabase { AccountDatabase(file: file, asking: nil) }

  private init(file: FilePath, asking getent: FilePath?) {
    self.file = file
    self.getent = getent
  }

  /// The account of that login name, in exactly that spelling.
  public func account(named name: String) -> Account? {
    guard AccountDatabase.isPlausible(name) else { return nil }
    return find(name) { $0.name == name }
  }

  /// The account with that number.
  public func account(userID: UInt32) -> Account? {
    find(String(userID)) { $0.userID == userID }
  }

  /// The login name of that number, or the number itself where it has no name.
  public func name(ofUserID userID: UInt32) -> String {
    account(userID: userID)?.name ?? String(userID)
  }

  /// Whether a word can be a login name at all: nothing that is a number, an option or a path.
  ///
  /// The bound of 256 bytes is that of `LOGIN_NAME_MAX` in limits.h.
  private static func isPlausible(_ name: String) -> Bool {
    guard let first = name.utf8.first, name.utf8.count <= 256, UInt32(name) == nil else {
      return false
    }
    return first != UInt8(ascii: "-")
      && !name.utf8.contains { $0 <= 0x20 || $0 == 0x7F || ":/\\".utf8.contains($0) }
  }

  private func find(_ key: String, _ matches: (Account) -> Bool) -> Account? {
    search((try? FileContents.read(file)) ?? [], matches)
      ?? getent.flatMap { getent in
        search((try? ChildProcess.output(of: getent, ["passwd", "--", key])) ?? [], matches)
      }
  }

  private func search(_ bytes: [UInt8], _ matches: (Account) -> Bool) -> Account? {
    // Line by line: most often it is one of the first, and every message asks twice.
    var rest = bytes[...]
    while !rest.isEmpty {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      rest = rest[line.endIndex...].dropFirst()
      if let account = Account(line: Substring(decoding: line, as: UTF8.self)), matches(account) {
        return account
      }
    }
    return nil
  }
}
