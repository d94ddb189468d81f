// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import LinuxSystem
import Messages

extension Desk {
  /// The user's spool in the system's place.
  var spool: FilePath { folder.appending("spool").appending(account.name) }

  /// The names of the files in the spool.
  var spoolNames: [String] {
    get throws { try FileSystem.entries(of: spool) }
  }

  /// Leaves a message in the spool, as netsend does for a user who is away.
  ///
  /// - Parameters:
  ///   - id: The identifier in the message; the file has a name of its own.
  func leave(
    _ text: String, id: MessageID = MessageID(), name: MessageID = MessageID(),
    _ change: (inout MessageAttributes) -> Void = { _ in }
  ) throws {
    var message = Message(from: "BACKUP", to: account.name, text: text)
    message.attributes.id = id
    change(&message.attributes)
    let body = MailslotBody.addressed(try MailslotBody.encode(message), to: account.userID)
    let partial = spool.appending(".\(name)").string
    try Data(body).write(to: URL(filePath: partial))
    chmod(partial, 0o1644)
    guard rename(partial, spool.appending("\(name).msg").string) == 0 else {
      throw POSIXError(.EIO)
    }
  }

  /// Writes the configuration of the user's agent.
  func configure(_ text: String) throws {
    let directory = account.home.appending(".config/messngr")
    try FileManager.default.createDirectory(
      atPath: directory.string, withIntermediateDirectories: true)
    try text.write(
      toFile: directory.appending("config.yaml").string, atomically: true, encoding: .utf8)
  }
}
