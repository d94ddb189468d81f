// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A sender on computer B who sends to computer A, with network settings and nothing else.
final class NetworkDesk {
  let network: NetworkNamespaces
  private let folder: URL

  init() throws {
    network = try NetworkNamespaces()
    folder = FileManager.default.temporaryDirectory.appending(path: "desk-\(UUID().uuidString)")
    for name in ["mailslot", "spool"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Writes the settings of the network.
  func set(_ lines: String...) throws {
    let text = lines.joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: folder.appending(path: "network"))
  }

  /// Writes a file of hosts and returns its path.
  func hosts(_ lines: String...) throws -> String {
    let file = folder.appending(path: "lmhosts")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    return file.path
  }

  /// Runs one of our programs on B to its end.
  @discardableResult
  func run(_ program: String, _ arguments: [String], input: [UInt8]? = nil) throws -> Finished {
    try network.start(
      Sandbox.programs.appending(path: program).path, arguments, on: network.b,
      environment: [
        "MAILSLOT_ROOT": folder.appending(path: "mailslot").path,
        "MESSNGR_SPOOL": folder.appending(path: "spool").path,
        "MESSNGR_NETWORK": folder.appending(path: "network").path,
      ], input: input
    ).finish()
  }

  /// Sends a message.
  @discardableResult
  func netsend(_ arguments: String..., input: [UInt8]? = nil) throws -> Finished {
    try run("netsend", arguments, input: input)
  }

  /// Sends a message with these arguments.
  @discardableResult
  func netsend(_ arguments: [String], input: [UInt8]? = nil) throws -> Finished {
    try run("netsend", arguments, input: input)
  }

  /// Writes to a mailslot.
  @discardableResult
  func mailslot(_ arguments: String..., input: [UInt8]? = nil) throws -> Finished {
    try run("mailslot", arguments, input: input)
  }

  /// Captures what arrives at A while `body` runs, and returns fields of each packet as Wireshark
  /// reads them.
  func capture(
    _ filter: String, fields: [String], while body: () throws -> Void
  ) throws -> [[String]] {
    let file = folder.appending(path: "capture-\(UUID().uuidString)").path
    // Without --immediate-mode the last second of packets gets lost.
    let tcpdump = try network.start(
      "/usr/bin/tcpdump", ["--immediate-mode", "-U", "-i", "v0", "-Z", "root", "-w", file, filter],
      on: network.a, package: "tcpdump")
    try tcpdump.wait(for: "listening on", in: .errors)
    try body()
    // The cable keeps the order: when this packet is in the file, all earlier ones are.
    try network.start(
      "/usr/bin/python3",
      [
        "-c",
        "import socket; socket.socket(2, 2).sendto(b'end', ('\(network.a.address)', 138))",
      ], on: network.b, package: "python3"
    ).finish()
    while try !Data(contentsOf: URL(filePath: file)).suffix(8).contains(Data("end".utf8)) {
      usleep(1000)
    }
    tcpdump.signal(SIGKILL)
    try tcpdump.finish()
    let output = try Program.output(
      of: "/usr/bin/tshark",
      ["-n", "-r", file, "-Y", "!(frame.len < 64)", "-T", "fields", "-E", "separator=|"]
        + fields.flatMap { ["-e", $0] }, environment: [:], package: "tshark")
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
