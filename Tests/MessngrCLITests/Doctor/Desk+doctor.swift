// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import Inbox
import LinuxSystem
import Mailslots
import TestSupport

@testable import MessngrCLI

extension Desk {
  /// One line of `messngr doctor --json`.
  struct Check: Decodable {
    let check: String
    let verdict: String
    let status: Int32?
    let text: String
    let remedy: String?

    var isBad: Bool { verdict == "bad" }
  }

  /// The directory of the user's mailslots.
  var slots: FilePath { folder.appending("mailslot").appending(account.name) }

  /// Makes the places of the user as the package does, with a unit that is enabled.
  func install() throws {
    try makeSpool()
    for path in [paths.spoolRoot, paths.mailslotRoot] { chmod(path.string, 0o755) }
    try FileManager.default.createDirectory(
      atPath: slots.string, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o755])
    let units = account.home.appending(".config/systemd/user")
    let wants = units.appending("graphical-session.target.wants")
    try FileManager.default.createDirectory(
      atPath: wants.string, withIntermediateDirectories: true)
    let unit = "[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=graphical-session.target\n"
    try unit.write(
      toFile: units.appending("messngrd.service").string, atomically: true, encoding: .utf8)
    try FileManager.default.createSymbolicLink(
      atPath: wants.appending("messngrd.service").string,
      withDestinationPath: units.appending("messngrd.service").string)
    // With an inbox, doctor also checks what only its owner can.
    try withInbox { _ in }
  }

  /// What `messngr doctor` says in one of its checks.
  func finding(_ check: String) async throws -> Check? {
    finding(check, in: try await messngr("doctor", "--json"))
  }

  /// What `messngr doctor` has said in one of its checks.
  func finding(_ check: String, in ending: Ending) -> Check? {
    ending.output.split(separator: "\n")
      .compactMap { try? JSONDecoder().decode(Check.self, from: Data($0.utf8)) }
      .first { $0.check == check }
  }

  /// Runs a command of doctor in a shell, as the user would, and waits for an agent that it starts.
  func carryOut(_ command: String) throws {
    let programs = FilePath(Desk.program).removingLastComponent()
    let shell = try Program(
      "/bin/sh",
      ["-c", "exec >\(folder)/shell.out 2>&1 </dev/null; \(command)\necho $! >\(folder)/pid"],
      environment: variables.merging([
        "PATH": "\(programs):/usr/bin:/bin", "HOME": account.home.string, "SYSTEMD_OFFLINE": "1",
        "XDG_CONFIG_HOME": account.home.appending(".config").string,
        "MESSNGR_DISPLAY": "none",
      ]) { $1 })
    _ = try shell.finish()
    guard agentProcess != nil else { return }
    try eventually("an agent") {
      let status = try? MailslotLookup(of: account, in: paths).status(of: .messenger)
      return status?.hasReader == true
    }
  }

  /// Ends the agent that a command has started.
  func endAgent() {
    if let agentProcess { kill(agentProcess, SIGKILL) }
  }

  private var agentProcess: Int32? {
    (try? String(contentsOfFile: folder.appending("pid").string, encoding: .utf8))
      .flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }
}
