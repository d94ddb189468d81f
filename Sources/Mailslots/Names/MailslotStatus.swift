// SPDX-License-Identifier: Apache-2.0

import Accounts
public import LinuxSystem

/// What can be seen of a mailslot without being its reader.
public struct MailslotStatus: Equatable, Sendable {
  /// The name; `nil` for one so long that its file does not spell it out.
  public let name: MailslotName?

  /// The file that stands for the mailslot.
  public let path: FilePath

  /// The user that made it.
  public let userID: UInt32

  /// Its mode: those who may write to the file may write to the mailslot.
  public let permissions: FilePermissions

  /// Whether somebody reads; `nil` when this user may not write, and so cannot know.
  public let hasReader: Bool?

  /// Looks at the mailslot of that name.
  ///
  /// - Throws: ``MailslotError/notFound(_:)`` when there is no socket at that place.
  public init(
    of name: MailslotName, in directory: borrowing TrustedDirectory
  ) throws(MailslotError) {
    guard name.host == .local else { throw .remote(name) }
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
  /// What is there and no mailslot is passed over.
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
