// SPDX-License-Identifier: Apache-2.0

/// Which users may read, change and execute a file: the lower twelve bits of its mode; inode(7).
public struct FilePermissions: OptionSet, Hashable, Sendable {
  /// The bits: 0…0o7777.
  public let rawValue: UInt32

  /// Creates permissions from bits; those above 0o7777 are dropped.
  public init(rawValue: UInt32) { self.rawValue = rawValue & 0o7777 }

  /// The members of the file's group may change it: `S_IWGRP`.
  public static let groupWrite = FilePermissions(rawValue: 0o020)

  /// All other users may change it: `S_IWOTH`.
  public static let otherWrite = FilePermissions(rawValue: 0o002)

  /// All other users may go through the directory: `S_IXOTH`.
  public static let otherExecute = FilePermissions(rawValue: 0o001)

  /// In a directory only the owner of a file may rename or remove it: `S_ISVTX`.
  public static let sticky = FilePermissions(rawValue: 0o1000)

  /// The owner may read and change the file: 0600.
  public static let ownerReadWrite = FilePermissions(rawValue: 0o600)

  /// The owner may read and change the directory, and go through it: 0700.
  public static let ownerReadWriteExecute = FilePermissions(rawValue: 0o700)
}
