// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

/// An account of a person or of a service on this machine; passwd(5).
public struct Account: Equatable, Sendable {
  /// The login name.
  public let name: String

  /// The number of the account, which the kernel proves.
  public let userID: UInt32

  /// The number of the account's first group.
  public let groupID: UInt32

  /// The directory of the account's files.
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
  /// `nil` when the line has fewer fields, no name, or no number where one must be.
  init?(line: Substring) {
    // As bytes: to find where the characters end takes many times longer.
    let fields = line.utf8.split(
      separator: UInt8(ascii: ":"), maxSplits: 6, omittingEmptySubsequences: false)
    guard fields.count >= 6, !fields[0].isEmpty,
      let userID = UInt32(Substring(fields[2])), let groupID = UInt32(Substring(fields[3]))
    else { return nil }
    self.init(
      name: String(Substring(fields[0])), userID: userID, groupID: groupID,
      home: FilePath(String(Substring(fields[5]))))
  }

  /// The name of the account that messngr-relay runs as.
  package static let relayName = "messngr-relay"
}
