// SPDX-License-Identifier: Apache-2.0

import Accounts
import Console
import LinuxSystem

/// The check whether messages can wait for a recipient who is away.
struct SpoolCheck {
  private let account: Account
  private let context: CommandContext

  /// Prepares the check of the spools of an account.
  init(of account: Account, in context: CommandContext) {
    self.account = account
    self.context = context
  }

  /// The finding about each spool, or that there is none.
  func findings() -> [Finding] {
    let paths = context.paths.spools(of: account)
    let findings = paths.compactMap(finding)
    guard findings.isEmpty else { return findings }
    return [
      Finding(
        "spool", .note, "there is no spool where messages can wait while \(account.name) is away",
        remedy: "sudo install -d -m 1733 -o \(account.name) \(paths[0])")
    ]
  }

  private func finding(_ path: FilePath) -> Finding? {
    do throws(DirectoryTrustError) {
      _ = try TrustedDirectory(path, ownedBy: account.userID)
    } catch {
      switch error {
      case .missing, .system(_, .permissionDenied): return nil
      default:
        return Finding("spool", .bad(.notPermitted), error.description, remedy: error.remedy)
      }
    }
    guard FileSystem.mayAddFiles(to: path) else {
      return Finding(
        "spool", .note, "you may not leave messages in \(path)",
        remedy: "\(account.name) can run: chmod 1733 \(path)")
    }
    if let finding = DiskCheck(path).shortage(check: "spool") { return finding }
    return Finding("spool", .good, "messages wait in \(path) while \(account.name) is away")
  }
}
