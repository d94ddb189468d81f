// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem
import Wire

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
  init?(line: ArraySlice<UInt8>) {
    // As bytes: to find where the characters end takes many times longer.
    let fields = line.split(
      separator: UInt8(ascii: ":"), maxSplits: 6, omittingEmptySubsequences: false)
    guard fields.count >= 6, !fields[0].isEmpty,
      let userID = Digits.decimal(fields[2], limit: UInt64(UInt32.max)),
      let groupID = Digits.decimal(fields[3], limit: UInt64(UInt32.max))
    else { return nil }
    self.init(
      name: String(decoding: fields[0], as: UTF8.self), userID: UInt32(userID),
      groupID: UInt32(groupID), home: FilePath(String(decoding: fields[5], as: UTF8.self)))
  }

  /// The name of the account that messngr-relay runs as.
  package static let relayName = "messngr-relay"
}
