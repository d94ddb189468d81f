// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// Samba as it is installed, on a computer of a ``NetworkNamespaces``, with a message command that
/// keeps each message in a file.
final class SambaHost {
  private let folder: URL
  private let network: NetworkNamespaces
  private let host: NetworkNamespaces.Host
  private var programs: [Program] = []

  /// Prepares a computer of that name in the workgroup LAB.
  init(_ name: String, on host: NetworkNamespaces.Host, of network: NetworkNamespaces) throws {
    self.network = network
    self.host = host
    folder = FileManager.default.temporaryDirectory.appending(path: "samba-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let paths = [
      "lock directory", "state directory", "cache directory", "pid directory", "private dir",
      "ncalrpc dir", "nmbd:socket dir",
    ].enumerated().map { "\($0.element) = \(folder.path)/\($0.offset)" }
    let command = folder.appending(path: "keep")
    let messages = folder.appending(path: "messages")
    try FileManager.default.createDirectory(at: messages, withIntermediateDirectories: true)
    // smbd runs the command as the account `nobody`.
    for path in [folder.path, messages.path] { chmod(path, 0o777) }
    // smbd writes the file anew for each message; hidden until it is whole.
    try Data(
      """
      { echo "$2"; cat "$1"; } > "\(messages.path)/.$$"
      mv "\(messages.path)/.$$" "\(messages.path)/$(date +%s%N)"
      rm -f "$1"

      """.utf8
    ).write(to: command)
    let lines =
      [
        "[global]", "netbios name = \(name)", "workgroup = LAB",
        "server role = standalone server", "server min protocol = NT1", "smb ports = 139",
        "interfaces = \(host.address)/24", "map to guest = Bad User", "disable spoolss = yes",
        "load printers = no", "wins support = yes",
        // Read by the shell: what another test's child still holds open cannot be executed.
        "message command = /bin/sh \(command.path) %s %f",
      ] + paths
    for line in paths {
      guard let path = line.split(separator: " ").last else { continue }
      try FileManager.default.createDirectory(
        atPath: String(path), withIntermediateDirectories: true)
    }
    try Data((lines.joined(separator: "\n") + "\n").utf8)
      .write(to: folder.appending(path: "smb.conf"))
  }

  deinit {
    for program in programs { program.signal(SIGKILL) }
    try? FileManager.default.removeItem(at: folder)
  }

  /// Starts smbd and waits until it takes sessions.
  func startFileServer() throws {
    let server = try start("smbd")
    try server.wait(for: "waiting for connections", in: .output)
  }

  /// Starts nmbd and waits until it has its names.
  func startNameServer() throws {
    let server = try start("nmbd")
    let last = "Added netbios name LAB<1e> with first IP \(host.address) ttl=0"
    try server.wait(for: last, in: .output)
  }

  private func start(_ program: String) throws -> Program {
    let started = try network.start(
      "/usr/sbin/\(program)",
      [
        "--foreground", "--no-process-group", "-s", folder.appending(path: "smb.conf").path,
        "--debug-stdout", "-d", "3",
      ], on: host, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], package: "samba")
    programs.append(started)
    return started
  }

  /// The messages so far, oldest first: the sender's name, and the text.
  func messages() throws -> [(from: String, text: String)] {
    let directory = folder.appending(path: "messages")
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    return try names.filter { !$0.hasPrefix(".") }.sorted().map { name in
      let text = try String(contentsOf: directory.appending(path: name), encoding: .utf8)
      let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), parts.count == 2 ? String(parts[1]) : "")
    }
  }
}
