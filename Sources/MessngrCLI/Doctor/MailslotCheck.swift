// SPDX-License-Identifier: Apache-2.0

import Accounts
import Console
import LinuxSystem
import Mailslots

/// The check whether the recipient has a mailslot, and whether an agent reads it.
struct MailslotCheck {
  /// The file of the mailslot, if there is one.
  let slot: FilePath?

  /// Whether an agent reads the mailslot.
  let isReaderThere: Bool

  private let account: Account
  private let context: CommandContext
  private let status: Result<MailslotStatus, MailslotError>

  /// Checks the mailslot of an account.
  init(of account: Account, in context: CommandContext) {
    self.account = account
    self.context = context
    let lookup = MailslotLookup(of: account, in: context.paths)
    do throws(MailslotError) {
      let status = try lookup.status(of: .messenger)
      self.status = .success(status)
      slot = status.path
      isReaderThere = status.hasReader == true
    } catch {
      status = .failure(error)
      slot = nil
      isReaderThere = false
    }
  }

  /// The findings about the directories and the mailslot.
  func findings() -> [Finding] {
    let directories = context.paths.mailslots(of: account).compactMap(directoryFinding)
    let hasPlace = directories.contains { $0.verdict == .good }
    // If no directory can be used, there is no mailslot either: one finding is enough.
    let unusable = directories.filter { $0.failure != nil }
    return directories + (hasPlace || unusable.isEmpty ? [slotFinding()] : [])
  }

  private func directoryFinding(_ path: FilePath) -> Finding? {
    do throws(DirectoryTrustError) {
      _ = try TrustedDirectory(path, ownedBy: account.userID)
      return Finding("directory", .good, "\(path) belongs to \(account.name)")
    } catch {
      switch error {
      case .missing: return nil
      case .system(_, .permissionDenied):
        return Finding("directory", .note, "you may not look into \(path)")
      default:
        return Finding(
          "directory", .bad(.notPermitted), error.description, remedy: error.remedy)
      }
    }
  }

  private func slotFinding() -> Finding {
    switch status {
    case .failure(.notFound), .failure(.place):
      return Finding(
        "mailslot", .bad(.unavailable),
        "\(account.name) has no mailslot for messages: no agent runs",
        remedy: startingAgent)
    case .failure(let error):
      return Finding("mailslot", .bad(.unavailable), error.description)
    case .success(let status):
      switch status.hasReader {
      case true?: return Finding("mailslot", .good, "\(status.path) is read")
      case false?:
        return Finding(
          "mailslot", .bad(.unavailable), "no agent reads \(status.path): it has ended",
          remedy: startingAgent)
      case nil:
        return Finding(
          "mailslot", .bad(.notPermitted), "you may not write to \(status.path)",
          remedy: "\(account.name) can run: chmod o+w \(status.path)")
      }
    }
  }

  private var startingAgent: String {
    account.userID == context.account.userID
      ? "systemctl --user start messngrd, or: messngrd &"
      : "\(account.name) must start messngrd: by logging in, or by hand"
  }
}

extension DirectoryTrustError {
  /// The command that solves the problem; `nil` if there is none.
  var remedy: String? {
    switch self {
    case .missing(let path): "mkdir -p \(path)"
    case .notADirectory(let path), .foreignOwner(let path, _):
      "sudo mv \(path) \(path).untrusted, then start messngrd again"
    case .writableByOthers(let path): "chmod go-w \(path)"
    case .system: nil
    }
  }
}
