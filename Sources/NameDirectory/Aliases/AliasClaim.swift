// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem
import Mailslots
import Messages
import Wire

/// A file that claims a name for its owner, the earliest first.
struct AliasClaim: Comparable {
  /// The file's name: the alias, encoded as the name of a mailslot, and a suffix.
  let file: String

  /// The owner.
  let account: Account

  private let time: FileTime

  /// Reads the status of a file; `nil` for anything but a regular file of the account's own.
  init?(file: String, _ status: FileStatus, of account: Account) {
    guard status.type == .regular, status.userID == account.userID else { return nil }
    self.file = file
    self.account = account
    time = status.changeTime
  }

  /// The file that claims a name; `nil` for a name made of dots only.
  static func file(of name: MessageName) -> String? {
    (try? MailslotName(name.text)).map { $0.encodedFileName + Paths.aliasSuffix }
  }

  /// The name that the file claims, in upper case; `nil` for a file that claims no name.
  var name: String? {
    MailslotName(encodedFileName: file.dropping(last: Paths.aliasSuffix.utf8.count))
      .flatMap { try? MessageName($0.path) }?.folded
  }

  static func < (left: AliasClaim, right: AliasClaim) -> Bool {
    (left.time, left.account.userID, left.file) < (right.time, right.account.userID, right.file)
  }
}
