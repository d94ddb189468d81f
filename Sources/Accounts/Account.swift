// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

/// A person or a service of this machine, as the user database has it: passwd(5).
public struct Account: Equatable, Sendable {
  /// The login name.
  public let name: String

  /// The number that the kernel proves.
  public let userID: UInt32

  /// The number of the account's first group.
  public let groupID: UInt32

  /// Where the account's files are.
  public let home: FilePath

  /// Creates an account.
  public init(name: String, userID: UInt32, groupID: UInt32, home: FilePath) {
    self.name = name
    self.userID = userID
    self.groupID = groupID
    self.home = home
  }

  /// Reads one line of passwd(5): `name:password:uid:gid:comment:home:shell`.
  ///
  /// `nil` when the line has fewer fields, no name, or numbers that are none.
  init?(line: Substring) {
    let fields = line.split(separator: ":", omittingEmptySubsequences: false)
    guard fields.count >= 6, !fields[0].isEmpty,
      let userID = UInt32(fields[2]), let groupID = UInt32(fields[3])
    else { return nil }
    self.init(
      name: String(fields[0]), userID: userID, groupID: groupID, home: FilePath(String(fields[5])))
  }
}
