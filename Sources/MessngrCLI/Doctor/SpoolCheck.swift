// SPDX-License-Identifier: Apache-2.0

import Accounts
import Console
import LinuxSystem

/// The check whether messages can wait for a recipient who is away, and how many do.
struct SpoolCheck {
  private let account: Account
  private let context: CommandContext

  /// The mode of a spool: every user may add a file, and only the owner may list the files.
  private static let mode = FilePermissions(rawValue: 0o1733)

  /// Prepares the check of the spools of an account.
  init(of account: Account, in context: CommandContext) {
    self.account = account
    self.context = context
  }

  /// The findings about the spool, the directory above it, and the messages in it.
  func findings(hasAgent: Bool) -> [Finding] {
    guard FileSystem.exists(context.paths.spoolRoot) else {
      return personalFindings() + waitingFindings(hasAgent: hasAgent)
    }
    if let finding = rootFinding() { return [finding] }
    return [spoolFinding()] + waitingFindings(hasAgent: hasAgent)
  }

  /// The finding that the directory of all spools is not as it must be.
  private func rootFinding() -> Finding? {
    let root = context.paths.spoolRoot
    let repair = Remedy(in: context).directory(root, of: 0, named: "root", mode: "0755")
    guard let status = try? root.stat(followTargetSymlink: false), status.type == .directory else {
      return Finding("spool", .bad(.notPermitted), "\(root) is not a directory", remedy: repair)
    }
    let permissions = status.permissions
    guard [0, context.account.userID].contains(status.userID) else {
      return Finding(
        "spool", .bad(.notPermitted),
        "\(root) belongs to uid \(status.userID), not to root: that user can replace each spool",
        remedy: repair)
    }
    guard permissions.isDisjoint(with: [.groupWrite, .otherWrite]) else {
      return Finding(
        "spool", .bad(.notPermitted), "other users may write to \(root), and replace each spool",
        remedy: repair)
    }
    guard permissions.contains(.otherExecute) else {
      return Finding(
        "spool", .bad(.notPermitted), "other users cannot reach the spools in \(root)",
        remedy: repair)
    }
    return nil
  }

  /// The finding about the spool in the system's place.
  private func spoolFinding() -> Finding {
    let path = context.paths.spools(of: account)[0]
    let remedy = Remedy(in: context)
    func bad(_ text: String, _ repair: String) -> Finding {
      Finding("spool", .bad(.notPermitted), text, remedy: repair)
    }
    let make = remedy.directory(path, of: account.userID, named: account.name, mode: "1733")
    guard let status = try? path.stat(followTargetSymlink: false) else {
      return Finding(
        "spool", .bad(.unavailable),
        "\(path) does not exist: messages cannot wait while \(account.name) is away", remedy: make)
    }
    guard status.type == .directory, [0, account.userID].contains(status.userID) else {
      let what = status.type == .directory ? "belongs to uid \(status.userID)" : "is no directory"
      return bad("\(path) \(what), so it is not used", remedy.setAside(path) + " && " + make)
    }
    guard status.userID == account.userID else {
      return bad("\(path) belongs to root, so \(account.name) cannot read it", make)
    }
    guard status.permissions == SpoolCheck.mode else {
      let mode = String(status.permissions.rawValue, radix: 8)
      return bad(
        "\(path) has mode \(mode), not 1733: other users cannot leave messages there, or can list them",
        remedy.changeMode(path, to: "1733", of: account.userID))
    }
    if let finding = DiskCheck(path).shortage(check: "spool") { return finding }
    return Finding("spool", .good, "messages wait in \(path) while \(account.name) is away")
  }

  /// The finding about the spool in the user's home, where no system administrator has made others.
  private func personalFindings() -> [Finding] {
    let paths = context.paths.spools(of: account).dropFirst()
    guard let path = paths.first, FileSystem.exists(path) else {
      let make = Remedy(in: context)
      return [
        Finding(
          "spool", .note, "there is no spool where messages can wait while \(account.name) is away",
          remedy: make.directory(
            context.paths.spools(of: account)[0], of: account.userID, named: account.name,
            mode: "1733"))
      ]
    }
    if let finding = DiskCheck(path).shortage(check: "spool") { return [finding] }
    return [
      Finding(
        "spool", .note,
        "only \(account.name) and root can leave messages in \(path) while \(account.name) is away")
    ]
  }

  private func waitingFindings(hasAgent: Bool) -> [Finding] {
    guard let count = context.waitingCount(of: account), count > 0 else { return [] }
    let text = "\(Counted.messages(count)) in the spool"
    guard !hasAgent else {
      return [
        Finding("waiting", .note, "\(text), for which the agent has had no room or no time yet")
      ]
    }
    let isOwn = account.userID == context.account.userID
    return [
      Finding(
        "waiting", .note, "\(text), until an agent or \"messngr inbox\" takes them in",
        remedy: isOwn ? "messngr inbox" : nil)
    ]
  }
}
