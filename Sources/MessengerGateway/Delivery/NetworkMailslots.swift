// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem
import Listeners
import Logging
import Mailslots
import SMBMessaging

/// The mailslots, other than the Messenger's, that take writes from the network.
struct NetworkMailslots: Sendable {
  private let patterns: [MailslotPattern]
  private let paths: Paths
  private let accounts: AccountDatabase
  private let log: Logger

  init(_ patterns: [MailslotPattern], paths: Paths, accounts: AccountDatabase, log: Logger) {
    self.patterns = patterns
    self.paths = paths
    self.accounts = accounts
    self.log = log
  }

  /// Whether a mailslot takes writes from the network.
  func admit(_ mailslot: RemoteMailslotName) -> Bool { name(of: mailslot) != nil }

  /// The name of a mailslot here that takes writes from the network; `nil` for any other.
  ///
  /// Several spellings mean one mailslot, so the canonical name counts. The Messenger's mailslot never
  /// takes such writes: an agent would take them for messages of a user of this machine.
  private func name(of mailslot: RemoteMailslotName) -> MailslotName? {
    let path = String(decoding: mailslot.path, as: UTF8.self)
    guard let name = try? MailslotName(fullName: #"\\.\mailslot\"# + path), name.host == .local,
      name != .messenger, patterns.contains(where: { $0.matches(name) })
    else { return nil }
    return name
  }

  /// Writes to the mailslot of that name of each addressee who has one.
  ///
  /// A mailslot that is full does not get the write.
  func write(_ write: NetworkWrite) {
    guard let name = name(of: write.mailslot) else { return }
    for (path, owner) in directories(of: write.addressee) {
      do throws(MailslotError) {
        guard let directory = try? TrustedDirectory(path, ownedBy: owner) else { continue }
        let writer = try MailslotWriter(opening: name, in: directory)
        try writer.write(write.data, passing: nil, until: .now)
      } catch {
        log.debug("not written", metadata: ["from": "\(write.source)", "why": "\(error)"])
      }
    }
  }

  private func directories(of addressee: Addressee) -> [(FilePath, UInt32)] {
    guard case .user(let user) = addressee else {
      let names = (try? FileSystem.entries(of: paths.mailslotRoot)) ?? []
      return [(paths.machineMailslots, CurrentProcess.effectiveUserID)]
        + names.compactMap { accounts.account(named: $0) }.map { account in
          (paths.mailslotRoot.appending(account.name), account.userID)
        }
    }
    return (accounts.account(named: user) ?? accounts.account(named: user.lowercased())).map {
      [(paths.mailslotRoot.appending($0.name), $0.userID)]
    } ?? []
  }
}
