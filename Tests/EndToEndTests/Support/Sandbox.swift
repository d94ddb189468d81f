// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inbox
import LinuxSystem
import TestSupport

/// The places of one test: mailslots, spools, inboxes and configuration, and the built programs.
final class Sandbox {
  let folder: URL

  /// The login name of the user who runs the tests.
  let user: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "messngr-\(UUID().uuidString)")
    user = try Self.userName()
    for name in ["mailslot", "spool", "state", "config", "run"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    // No test may send anything to the network.
    try Data("network=never\n".utf8).write(to: folder.appending(path: "network"))
    // The modes of the files inside decide what other users may do.
    chmod(folder.path, 0o755)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private static func userName() throws -> String {
    let entry = getpwuid(getuid())
    guard let entry else { throw TestProcessError.system(errno) }
    return String(cString: entry.pointee.pw_name)
  }

  /// The directory of the tested programs: `MESSNGR_PROGRAMS`, or that of the test program.
  static let programs =
    ProcessInfo.processInfo.environment["MESSNGR_PROGRAMS"].map { URL(filePath: $0) }
    ?? URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

  /// The variables that name the places.
  var paths: [String: String] {
    [
      "MAILSLOT_ROOT": folder.appending(path: "mailslot").path,
      "MESSNGR_SPOOL": folder.appending(path: "spool").path,
      "MESSNGR_NETWORK": folder.appending(path: "network").path,
    ]
  }

  /// The environment of an agent.
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

  /// Makes the user's spool in the place of the system, and returns its path.
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

  /// Runs `netsend` with an environment that names the places only.
  @discardableResult
  func netsend(_ arguments: String..., input: [UInt8]? = nil) throws -> Finished {
    try run("netsend", arguments, input: input)
  }

  /// The messages in the inbox, as JSON objects, the newest first.
  func inbox(_ arguments: String...) throws -> [[String: Any]] {
    let finished = try run(
      "messngr", ["inbox", "--json", "--limit", "1000000"] + arguments, environment: environment)
    return try finished.output.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
    }
  }

  /// Opens the user's inbox with the library, while an agent may have it open too.
  func openInbox() throws -> Inbox {
    try Inbox.open(
      at: FilePath(folder.path).appending("state/messngr/inbox.sqlite"), ifCorrupt: .refuse)
  }

  /// Writes bytes to the user's mailslot without the library, and waits while it is full.
  func writeRaw(_ bytes: [UInt8]) throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw TestProcessError.system(errno) }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: mailslot().path.utf8) }
    let result = withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0, send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    else {
      throw TestProcessError.system(errno)
    }
  }
}
