// SPDX-License-Identifier: Apache-2.0

import Accounts
public import LinuxSystem

/// The data about a mailslot that other programs than its reader can see.
public struct MailslotStatus: Equatable, Sendable {
  /// The name; `nil` for one so long that its file has a shortened name.
  public let name: MailslotName?

  /// The file that stands for the mailslot.
  public let path: FilePath

  /// The user that made it.
  public let userID: UInt32

  /// Its mode: users who may write to the file may write to the mailslot.
  public let permissions: FilePermissions

  /// Whether it has a reader; `nil` when the caller may not write to it, and so cannot know.
  public let hasReader: Bool?

  /// Looks at the mailslot with a name.
  ///
  /// - Throws: ``MailslotError/notFound(_:)`` when the directory has no socket for it.
  public init(
    of name: MailslotName, in directory: borrowing TrustedDirectory
  ) throws(MailslotError) {
    guard name.isOnThisComputer else { throw .remote(name) }
    try self.init(ofEntry: name.encodedFileName, in: directory)
  }

  init(ofEntry entry: String, in directory: borrowing TrustedDirectory) throws(MailslotError) {
    let file = try SlotFile(entry, in: directory)
    name = MailslotName(encodedFileName: entry)
    path = file.path
    userID = file.userID
    permissions = file.permissions
    hasReader = try SlotFile.hasReader(entry, in: directory)
  }

  /// Looks at all mailslots of a directory, in the order of their file names.
  ///
  /// It skips files that belong to no mailslot.
  ///
  /// - Throws: ``MailslotError/system(_:_:)`` when the directory cannot be listed.
  public static func all(
    in directory: borrowing TrustedDirectory
  ) throws(MailslotError) -> [MailslotStatus] {
    let entries: [String]
    do throws(Errno) {
      entries = try FileSystem.entries(of: directory.stablePath(of: "."))
    } catch {
      throw MailslotError(error, at: directory.path)
    }
    var all: [MailslotStatus] = []
    for entry in entries where !entry.contains(".") {
      if let status = try? MailslotStatus(ofEntry: entry, in: directory) { all.append(status) }
    }
    return all
  }
}
