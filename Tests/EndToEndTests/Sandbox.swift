// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A machine of one test's own: its mailslots, spools, inboxes and configuration, and the programs
/// as they were built.
final class Sandbox {
  let folder: URL

  /// The login name of whoever runs the tests.
  let user: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "messngr-\(UUID().uuidString)")
    user = try Self.userName()
    for name in ["mailslot", "spool", "state", "config", "run"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    // Nothing that a test does may leave this machine.
    try Data("network=never\n".utf8).write(to: folder.appending(path: "network"))
    // Other users reach what is inside if its own mode lets them.
    chmod(folder.path, 0o755)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private static func userName() throws -> String {
    let entry = getpwuid(getuid())
    guard let entry else { throw TestProcessError.system(errno) }
    return String(cString: entry.pointee.pw_name)
  }

  /// Where the built programs are: beside the test program.
  static let programs = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()

  /// The variables that say where the machine's places are, and nothing else.
  var paths: [String: String] {
    [
      "MAILSLOT_ROOT": folder.appending(path: "mailslot").path,
      "MESSNGR_SPOOL": folder.appending(path: "spool").path,
      "MESSNGR_NETWORK": folder.appending(path: "network").path,
    ]
  }

  /// What an agent of this machine has in its environment.
  var environment: [String: String] {
    paths.merging([
      "XDG_STATE_HOME": folder.appending(path: "state").path,
      "XDG_CONFIG_HOME": folder.appending(path: "config").path,
      "XDG_RUNTIME_DIR": folder.appending(path: "run").path,
      "PATH": "/usr/bin:/bin", "TZ": "UTC",
    ]) { $1 }
  }

  /// The file of a mailslot of the user.
  func mailslot(_ file: String = "messngr") -> URL {
    folder.appending(path: "mailslot/\(user)/\(file)")
  }

  /// Makes the user's spool in the system's place, and returns it.
  @discardableResult
  func makeSpool() throws -> URL {
    let spool = folder.appending(path: "spool/\(user)")
    try FileManager.default.createDirectory(at: spool, withIntermediateDirectories: true)
    chmod(spool.path, 0o1733)
    return spool
  }

  /// Starts an agent and waits until it listens.
  func startAgent(
    _ arguments: [String] = ["--display", "none"], adding variables: [String: String] = [:]
  ) throws -> Program {
    let agent = try Program(
      Self.programs.appending(path: "messngrd").path, arguments,
      environment: environment.merging(variables) { $1 })
    try agent.wait(for: "listening", in: .errors)
    return agent
  }

  /// Starts an agent with 1,024 descriptors on a kernel with SO_PASSRIGHTS (`new`) or without (`old`).
  func startAgent(onKernel kernel: String) throws -> Program {
    let agent = try Program(
      "/usr/bin/python3",
      [
        "-c", HostileScript.launcher, kernel, "/usr/bin/prlimit", "--nofile=1024",
        Self.programs.appending(path: "messngrd").path, "--display", "none",
      ], environment: environment, package: "python3 util-linux")
    try agent.wait(for: "listening", in: .errors)
    return agent
  }

  /// Starts an agent that shows messages on a bus.
  func startAgent(on bus: PrivateBus, _ arguments: [String] = []) throws -> Program {
    try startAgent(["--display", "desktop"] + arguments, adding: bus.environment)
  }

  /// Runs one of the programs to its end.
  @discardableResult
  func run(
    _ program: String, _ arguments: [String], input: [UInt8]? = nil,
    environment: [String: String]? = nil
  ) throws -> Finished {
    try Program(
      Self.programs.appending(path: program).path, arguments,
      environment: environment ?? paths, input: input
    ).finish()
  }

  /// Sends a message to the user, with an environment that holds nothing but this machine's places.
  @discardableResult
  func netsend(_ arguments: String..., input: [UInt8]? = nil) throws -> Finished {
    try run("netsend", arguments, input: input)
  }

  /// What the inbox holds, as JSON objects, the newest first.
  func inbox(_ arguments: String...) throws -> [[String: Any]] {
    let finished = try run(
      "messngr", ["inbox", "--json", "--limit", "1000000"] + arguments, environment: environment)
    return try finished.output.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
    }
  }
}
