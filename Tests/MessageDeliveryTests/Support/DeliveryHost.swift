// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import LinuxSystem
import Mailslots
import Messages

/// A machine in a temporary folder, with one user, who is the user that runs the tests.
final class DeliveryHost {
  let account: Account
  let paths: Paths
  private let root: FilePath

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "delivery-\(UUID())")
    root = FilePath(folder.path)
    account = Account(name: "ann", userID: geteuid(), groupID: getegid(), home: root)
    paths = Paths(
      mailslotRoot: root.appending("slots"), spoolRoot: root.appending("spool"),
      runtimeRoot: root.appending("run"))
    try makeDirectory("slots")
  }

  deinit { try? FileManager.default.removeItem(atPath: root.string) }

  /// The user's spool below the root of spools.
  var spool: FilePath { paths.spoolRoot.appending(account.name) }

  /// Makes a directory below the root, with those above it.
  @discardableResult func makeDirectory(_ name: String, mode: Int = 0o755) throws -> FilePath {
    let path = root.appending(name)
    try FileManager.default.createDirectory(
      atPath: path.string, withIntermediateDirectories: true)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path.string)
    return path
  }

  /// The names of the files in the user's spool.
  func spooled() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: spool.string)
  }

  /// Makes the user's mailslot for messages.
  func createReader(_ options: MailslotOptions = MailslotOptions()) throws -> MailslotReader {
    try MailslotLookup(of: account, in: paths).createReader(.messenger, options: options)
  }

  /// Answers the next message that the reader gets.
  func answer(_ receipts: [Receipt], from reader: MailslotReader) throws {
    let message = try reader.read(timeout: .seconds(30))
    for receipt in receipts {
      _ = try message.descriptor?.descriptor.writeAll(receipt.encoded)
    }
  }
}
