// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import LinuxSystem
import TestSupport
import Testing

@Suite struct AccountDatabaseTests {
  static let passwd = """
    root:x:0:0:root:/root:/bin/bash
    # a comment
    broken:x:none:0::/:
    opsy:x:10010:1001:ops:/home/opsy:/bin/sh
    ops:x:1001:1002:Operations,,,:/home/ops:/bin/sh
    zero:x:0042:1001::/home/zero:/bin/sh
    Zzbig:x:1005:1005::/home/Zzbig:/bin/sh
    zzBig2:x:1006:1006::/home/zzBig2:/bin/sh
    zzbig2:x:1007:1007::/home/zzbig2:/bin/sh
    short:x:7
    """

  private func withDatabase<R>(_ body: (AccountDatabase) throws -> R) throws -> R {
    let folder = try TemporaryFolder()
    let file = folder.path.appending("passwd")
    try Self.passwd.write(toFile: file.string, atomically: true, encoding: .utf8)
    return try body(AccountDatabase(file: file, getent: "/nonexistent/getent"))
  }

  @Test func `an account is found by its name and by its number`() throws {
    let ops = Account(name: "ops", userID: 1001, groupID: 1002, home: "/home/ops")
    try withDatabase { database in
      #expect(database.account(named: "ops") == ops)
      #expect(database.account(userID: 1001) == ops)
      #expect(database.name(ofUserID: 1001) == "ops")
      #expect(database.name(ofUserID: 0) == "root")
      #expect(database.name(ofUserID: 10_010) == "opsy")
      #expect(database.name(ofUserID: 42) == "zero")
    }
  }

  @Test func `a database as of now does not read the file again`() throws {
    let folder = try TemporaryFolder()
    let file = folder.path.appending("passwd")
    try "ops:x:1001:1002::/:/bin/sh\n".write(toFile: file.string, atomically: true, encoding: .utf8)
    let database = AccountDatabase(file: file, getent: "/nonexistent/getent")
    let frozen = database.asOfNow
    try "dev:x:1003:1003::/:/bin/sh\n".write(toFile: file.string, atomically: true, encoding: .utf8)
    #expect(frozen.name(ofUserID: 1001) == "ops")
    #expect(frozen.account(matching: "OPS")?.userID == 1001)
    #expect(frozen.account(named: "dev") == nil)
    #expect(database.account(named: "ops") == nil)
    #expect(database.account(named: "dev")?.userID == 1003)
  }

  @Test(arguments: [
    "unknown", "broken", "short", "", "OPS", "1001", "-h", "a:b", "../x", "a b",
  ])
  func `a word that is no login name finds no account`(name: String) throws {
    try withDatabase { #expect($0.account(named: name) == nil) }
  }

  @Test(arguments: [
    ("OPS", 1001), ("ops", 1001), ("Zzbig", 1005), ("ZZBIG", 1005), ("zzbig", 1005),
    ("zzBig2", 1006), ("ZZBIG2", 1007), ("ZZBIG3", nil), ("ZZBI", nil), ("", nil), ("SHORT", nil),
  ])
  func `a login name is found in any case, the spelling as typed first`(
    name: String, userID: UInt32?
  ) throws {
    try withDatabase { #expect($0.account(matching: name)?.userID == userID) }
  }

  @Test func `a uid without an account has its digits as a name`() throws {
    try withDatabase { #expect($0.name(ofUserID: 4_000_000_000) == "4000000000") }
  }

  @Test func `getent finds names that are not in the file`() throws {
    let folder = try TemporaryFolder()
    let empty = folder.path.appending("passwd")
    try "".write(toFile: empty.string, atomically: true, encoding: .utf8)
    let database = AccountDatabase(file: empty)
    #expect(database.account(named: "root")?.userID == 0)
    #expect(database.account(userID: 0)?.home == "/root")
    #expect(database.account(named: "no-such-login-name") == nil)
  }

  @Test func `a directory service that does not answer delays a lookup for a few seconds only`()
    throws
  {
    let folder = try TemporaryFolder()
    let empty = folder.path.appending("passwd")
    try "".write(toFile: empty.string, atomically: true, encoding: .utf8)
    let silent = AccountDatabase(file: empty, getent: try Self.silent(in: folder))
    let start = ContinuousClock.now
    #expect(silent.account(named: "ann") == nil)
    #expect(start.duration(to: .now) < .seconds(20))
  }

  /// Makes a program that prints nothing for a minute.
  ///
  /// Another process writes it. A child that another test starts could hold a descriptor of this
  /// process that is open for writing, and then the program cannot be run (`ETXTBSY`).
  private static func silent(in folder: TemporaryFolder) throws -> FilePath {
    let path = folder.path.appending("getent")
    let script = "printf '#!/bin/sh\\nexec sleep 60\\n' >\"$1\" && chmod 755 \"$1\""
    try Program("/bin/sh", ["-c", script, "sh", path.string], environment: Program.path).finish()
    return path
  }
}
