// SPDX-License-Identifier: Apache-2.0

import Accounts
import DaemonSupport
import Foundation
import LinuxSystem
import Messages
import Testing

@testable import AgentPolicy
@testable import AgentSupport

/// Groups in the lists of senders, and what is probably a mistake in a configuration without errors.
@Suite final class ConfigurationAdviceTests {
  private let folder: FilePath
  private let accounts: AccountDatabase
  private let groups: GroupDatabase

  init() throws {
    folder = FilePath("/tmp/messngr-advice-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      atPath: folder.string, withIntermediateDirectories: true)
    let passwd = "anna:x:1001:100::/home/anna:/bin/sh\nben:x:1002:200::/home/ben:/bin/sh\n"
    try Data(passwd.utf8).write(to: URL(filePath: folder.appending("passwd").string))
    let group = "users:x:100:\nlab:x:300:anna,ben\nempty:x:400:\n"
    try Data(group.utf8).write(to: URL(filePath: folder.appending("group").string))
    accounts = AccountDatabase(file: folder.appending("passwd"), getent: "/nonexistent")
    groups = GroupDatabase(
      file: folder.appending("group"), passwd: folder.appending("passwd"), getent: "/nonexistent")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder.string) }

  private func configuration(_ environment: [String: String]) throws -> AgentConfiguration {
    try AgentConfiguration.load(files: [], environment: environment)
  }

  @Test func `a group in a list stands for its members`() throws {
    let loaded = try configuration([
      "MESSNGR_ALLOW": "@lab", "MESSNGR_DENY": "mallory,@users", "MESSNGR_QUIET": "@nosuchgroup",
    ]).withMembers(in: groups)
    #expect(loaded.admission.allow == [.group("lab"), .name("anna"), .name("ben")])
    #expect(loaded.admission.deny == [.name("mallory"), .group("users"), .name("anna")])
    // A list of a group without members is not empty, because an empty list allows all.
    #expect(loaded.presentation.quiet == [.group("nosuchgroup")])
    #expect(
      try configuration(["MESSNGR_ALLOW": "@empty"]).withMembers(in: groups)
        .admission.allow == [.group("empty")])
  }

  @Test func `members of a group on the allow list may send, and no others`() throws {
    let policy = try configuration(["MESSNGR_ALLOW": "@lab"]).withMembers(in: groups).admission
    func verdict(_ name: String) -> Admission {
      Admission(
        sender: 1001, name: name, origin: .mailslot, textByteCount: 1, byteCount: 1, owner: 7,
        usage: Admission.Usage(), policy)
    }
    #expect(verdict("anna") == .admit)
    #expect(verdict("eve") == .refuse(.accessDenied))
    #expect(verdict("lab") == .refuse(.accessDenied))
  }

  @Test func `names that the machine does not know, and unknown variables, are named`() throws {
    let loaded = try configuration([
      "MESSNGR_ALLOW": "anna,@lab,4711,192.0.2.7", "MESSNGR_DENY": "nosuchuser",
      "MESSNGR_QUIET": "@nosuchgroup",
    ])
    let variables = [
      "MESSNGR_DENY", "MESSNGR_UNREAD_BYTES", "MESSNGR_SPOOL", "MESSNGR_POPUP_LIMTI", "MESSNGR_X",
      "HOME",
    ]
    #expect(
      ConfigurationAdvice.sentences(
        about: loaded, variables: variables, accounts: accounts, groups: groups) == [
          "deny: this machine has no user nosuchuser",
          "quiet: this machine has no group nosuchgroup",
          "MESSNGR_POPUP_LIMTI: there is no such setting; did you mean MESSNGR_POPUP_LIMIT?",
          "MESSNGR_X: there is no such setting",
        ])
    #expect(
      ConfigurationAdvice.sentences(
        about: AgentConfiguration(), variables: [], accounts: accounts, groups: groups) == [])
  }
}
