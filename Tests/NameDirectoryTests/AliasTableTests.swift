// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import LinuxSystem
import Mailslots
import Messages
import TestSupport
import Testing

@testable import NameDirectory

/// The alias table with one user, who runs the tests.
@Suite struct AliasTableTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "names-\(UUID())")
  private let accounts = AccountDatabase()
  private let account: Account
  private let paths: Paths
  private let table: AliasTable

  init() throws {
    account = try #require(accounts.account(userID: geteuid()))
    let root = FilePath(folder.path)
    paths = Paths(
      mailslotRoot: root.appending("slots"), spoolRoot: root.appending("spool"),
      runtimeRoot: root.appending("run"))
    try FileManager.default.createDirectory(
      atPath: root.appending("slots").string, withIntermediateDirectories: true)
    table = AliasTable(paths: paths, accounts: accounts, hostName: "wonder.example.org")
  }

  /// Runs `body` while the user's mailslot has a reader, as if an agent ran.
  private func withReader(_ body: (FilePath) throws -> Void) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let reader = try MailslotLookup(of: account, in: paths).createReader(.messenger)
    defer { reader.close() }
    try body(reader.path.removingLastComponent())
  }

  private func error(_ body: () throws(AliasTableError) -> Void) -> AliasTableError? {
    do throws(AliasTableError) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  private func error(adding name: String) throws -> AliasTableError? {
    let name = try MessageName(name)
    return error { () throws(AliasTableError) in try table.add(name, for: account) }
  }

  @Test func `a name is added, found in any case, listed and deleted`() throws {
    try withReader { _ in
      try table.add(MessageName("Ops"), for: account)
      #expect(table.holder(of: try MessageName("OPS")) == account)
      #expect(table.names(of: account).map(\.name) == ["OPS"])
      #expect(table.all() == table.names(of: account))
      try table.delete(MessageName("oPs"), for: account)
      #expect(table.holder(of: try MessageName("OPS")) == nil)
      #expect(table.all().isEmpty)
    }
  }

  @Test(arguments: [
    ("wonder", 2276), ("WONDER.", 2276), ("Wonder.example", 0), ("wonder.exampl", 0),
    ("sixteen-letters-", 87), ("....", 87), ("fifteen-letters", 0), ("ß", 0), ("a b", 0),
  ])
  func `a name is free, reserved or invalid`(name: String, code: Int) throws {
    try withReader { _ in
      let name = try MessageName(name)
      #expect(
        error { () throws(AliasTableError) in try table.add(name, for: account) }?.code.rawValue
          ?? 0 == code
      )
      #expect((table.holder(of: name) != nil) == (code == 0))
      let expected = [0: 0, 87: 2285, 2276: 2278][code]
      #expect(
        error { () throws(AliasTableError) in try table.delete(name, for: account) }?.code.rawValue
          ?? 0
          == expected)
    }
  }

  @Test func `a login name is its owner's`() throws {
    try withReader { _ in
      let mine = try MessageName(account.name.uppercased())
      #expect(
        error { () throws(AliasTableError) in try table.add(mine, for: account) }
          == .alreadyExists(mine.text))
      let other = try MessageName(account.name == "daemon" ? "games" : "Daemon")
      #expect(
        error { () throws(AliasTableError) in try table.add(other, for: account) }?.code
          == .duplicateName)
    }
  }

  @Test func `only a regular file of the owner is an alias`() throws {
    try withReader { directory in
      for (name, script) in [
        ("link", "ln -s /etc/passwd"), ("pipe", "mkfifo"), ("folder", "mkdir"),
      ] {
        let file = directory.appending("\(name).alias").string
        let words = ["-c", "\(script) \"$1\"", "sh", file]
        try Program("/bin/sh", words, environment: Program.path).finish()
        #expect(table.holder(of: try MessageName(name)) == nil)
        #expect(
          try error(adding: name)
            == .alreadyExists(name))
      }
      #expect(table.all().isEmpty)
    }
  }

  @Test func `without an agent there are no aliases`() throws {
    try withReader {
      try "".write(toFile: $0.appending("old.alias").string, atomically: false, encoding: .utf8)
    }
    #expect(table.holder(of: try MessageName("old")) == nil)
    #expect(
      try error(adding: "new") == .notStarted)
    let old = try MessageName("old")
    #expect(
      error { () throws(AliasTableError) in try table.delete(old, for: account) } == .notStarted)
  }
}
