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
    let paths = context.paths.mailslots(of: account)
    let directories = paths.compactMap(directoryFinding) + missingFinding(paths[0])
    let hasPlace = directories.contains { $0.verdict == .good }
    // If no directory can be used, there is no mailslot either: one finding is enough.
    let unusable = directories.filter { $0.failure != nil }
    return directories + (hasPlace || unusable.isEmpty ? [slotFinding()] : [])
  }

  /// The finding that the directory is missing which the system makes at login.
  private func missingFinding(_ path: FilePath) -> [Finding] {
    guard FileSystem.exists(context.paths.mailslotRoot), !FileSystem.exists(path) else { return [] }
    return [
      Finding(
        "directory", .note, "\(path) does not exist: the system makes it at login",
        remedy: remedy.directory(
          path, of: account.userID, named: account.name, mode: "0755"))
    ]
  }

  private var remedy: Remedy { Remedy(in: context) }

  private func directoryFinding(_ path: FilePath) -> Finding? {
    do throws(DirectoryTrustError) {
      _ = try TrustedDirectory(path, ownedBy: account.userID)
      guard (try? path.stat())?.userID == account.userID else {
        return Finding(
          "directory", .bad(.notPermitted),
          "\(path) belongs to root, so the agent of \(account.name) cannot use it",
          remedy: remedy.directory(path, of: account.userID, named: account.name, mode: "0755"))
      }
      return Finding("directory", .good, "\(path) belongs to \(account.name)")
    } catch {
      switch error {
      case .missing: return nil
      case .system(_, .permissionDenied):
        return Finding("directory", .note, "you may not look into \(path)")
      default:
        return Finding(
          "directory", .bad(.notPermitted), error.description, remedy: repair(error))
      }
    }
  }

  private func repair(_ error: DirectoryTrustError) -> String? {
    switch error {
    case .writableByOthers(let path): remedy.changeMode(path, to: "go-w", of: account.userID)
    case .notADirectory(let path), .foreignOwner(let path, _):
      remedy.setAside(path) + " && "
        + remedy.directory(path, of: account.userID, named: account.name, mode: "0755")
    case .missing, .system: nil
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

  /// How to start an agent; `nil` while its configuration has errors, which another check names.
  private var startingAgent: String? {
    guard account.userID == context.account.userID else {
      return "\(account.name) can log in, or run: messngrd &"
    }
    guard (try? context.agentConfiguration()) != nil else { return nil }
    return UnitCheck(in: context).start
  }
}
