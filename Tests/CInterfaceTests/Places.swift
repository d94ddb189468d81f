// SPDX-License-Identifier: Apache-2.0

import CMessngr
import Foundation
import LinuxSystem
import TestSupport

/// The places of the functions in a temporary directory, which the variables of this process name.
final class Places: Sendable {
  let folder = FileManager.default.temporaryDirectory.appending(
    path: "messngr-c-\(UUID().uuidString)")
  let user: String

  private let variables: [String: String]

  init() throws {
    user = String(cString: getpwuid(getuid()).pointee.pw_name)
    for name in ["mailslot", "spool"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    try Data("network=never\n".utf8).write(to: folder.appending(path: "network"))
    variables = [
      "MAILSLOT_ROOT": folder.appending(path: "mailslot").path,
      "MESSNGR_SPOOL": folder.appending(path: "spool").path,
      "MESSNGR_NETWORK": folder.appending(path: "network").path,
    ]
    for (name, value) in variables { setenv(name, value, 1) }
  }

  deinit {
    for name in variables.keys { unsetenv(name) }
    try? FileManager.default.removeItem(at: folder)
  }

  /// Starts an agent and waits until it listens.
  func startAgent() throws -> Program {
    let agent = try start("messngrd", ["--display", "none"])
    try agent.wait(for: "listening", in: .errors)
    return agent
  }

  /// Runs `messngr`, and returns its exit status.
  func messngr(_ arguments: String...) throws -> Int32 {
    try start("messngr", arguments).finish().status
  }

  private func start(_ program: String, _ arguments: [String]) throws -> Program {
    let programs = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    let state = ["XDG_STATE_HOME": folder.appending(path: "state").path]
    return try Program(
      programs.appending(path: program).path, arguments,
      environment: variables.merging(state) { $1 })
  }

  /// A new mailslot `\\.\mailslot\NAME`.
  func mailslot(
    _ name: String = "test", maximum: UInt32 = 0, timeout: UInt32 = 0
  ) -> UnsafeMutableRawPointer? {
    CreateMailslotA(#"\\.\mailslot\"# + name, maximum, timeout, nil)
  }

  /// Opens a mailslot for writing.
  func writer(_ name: String = "test") -> UnsafeMutableRawPointer? {
    CreateFileA(
      #"\\.\mailslot\"# + name, GENERIC_WRITE, FILE_SHARE_READ, nil, DWORD(OPEN_EXISTING), 0, nil)
  }

  /// How many descriptors this process has.
  static var descriptorCount: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? -1
  }
}
