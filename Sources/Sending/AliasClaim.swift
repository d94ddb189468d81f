// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem
import Mailslots
import Messages

/// A file that claims a name for its owner, ordered by who was first.
struct AliasClaim: Comparable {
  /// The file's name: the alias as a mailslot's name is written, and a suffix.
  let file: String

  /// Whose it is.
  let account: Account

  private let time: FileTime

  /// Reads what stat(2) says of a file; `nil` for a link, a pipe, or what belongs to somebody else.
  init?(file: String, _ status: FileStatus, of account: Account) {
    guard status.type == .regular, status.userID == account.userID else { return nil }
    self.file = file
    self.account = account
    time = status.changeTime
  }

  /// The file that claims a name; `nil` for a name of nothing but dots.
  static func file(of name: MessageName) -> String? {
    (try? MailslotName(name.text)).map { $0.encodedFileName + Paths.aliasSuffix }
  }

  /// The name that the file claims, in upper case; `nil` for a file that claims none.
  var name: String? {
    MailslotName(encodedFileName: String(file.dropLast(Paths.aliasSuffix.count)))
      .flatMap { try? MessageName($0.path) }?.folded
  }

  static func < (left: AliasClaim, right: AliasClaim) -> Bool {
    (left.time, left.account.userID, left.file) < (right.time, right.account.userID, right.file)
  }
}
