// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A machine with a gateway that runs as its own account without privileges, and listens on loopback.
///
/// Each address of 127.0.0.0/8 is another sender for the gateway.
final class GatewayDesk {
  /// The outcome of a message, as its sender knows it.
  struct Posted {
    let isTaken: Bool
    let time: Duration
    let line: String
  }

  static let account = "messngr-gateway"

  static let crowd = URL(filePath: #filePath)
    .appending(path: "../../../Fixtures/Network/crowd.py").standardized.path

  let machine: Machine
  let gateway: Program
  let sessionPort: Int
  let datagramPort: Int

  /// Makes the machine and starts the gateway.
  init(_ names: [String], _ settings: [String] = []) throws {
    machine = try Machine(names, strangers: [Self.account])
    try machine.make(
      "\(machine.folder)/run/messngr-gateway", for: machine[Self.account], mode: 0o755)
    let all =
      [
        "machine=GATEWAY", "interfaces=lo", "session-port=0", "datagram-port=0",
        "name-service=no", "nmbd-socket=", "log-level=debug",
      ] + settings
    gateway = try machine.start(
      [machine.path(of: "messngr-gateway"), "--config", "/dev/null"]
        + all.flatMap { ["--set", $0] }, as: Self.account)
    try gateway.wait(for: "listening: ", in: .errors)
    let log = gateway.text(.errors)
    sessionPort = try Self.port(behind: "sessions on TCP ", in: log)
    datagramPort = try Self.port(behind: "datagrams on UDP ", in: log)
  }

  private static func port(behind words: String, in log: String) throws -> Int {
    let rest = try #require(log.range(of: words)).upperBound
    return try #require(Int(log[rest...].prefix(while: \.isNumber)))
  }

  /// Addresses of senders; no two groups have one in common.
  static func addresses(_ count: Int, group: Int = 1) -> [String] {
    (0..<count).map { "127.0.\(group * 8 + $0 / 250).\(1 + $0 % 250)" }
  }

  /// Starts senders; the modes are those of `crowd.py`.
  func start(
    _ mode: String, to name: String, _ count: Int, from sources: [String]
  ) throws -> Program {
    try Program(
      "/usr/bin/bash",
      [
        "-c", "ulimit -n 16384; exec /usr/bin/python3 \"$@\"", "bash", Self.crowd, mode,
        "127.0.0.1:\(mode == "forge" ? datagramPort : sessionPort):\(name.uppercased())",
        "\(count)",
      ] + sources, environment: Program.path, package: "python3")
  }

  /// Sends messages one after the other.
  func post(to name: String, _ count: Int, from sources: [String]) throws -> [Posted] {
    let program = try start("post", to: name, count, from: sources)
    var lines: [Substring] = []
    let end = ContinuousClock.now + Program.patience
    while lines.count < count, .now < end {
      lines = program.text(.output).split(separator: "\n")
      // Each line is a message of its own, which takes a moment.
      usleep(10_000)
    }
    program.end()
    return lines.map { line in
      let words = line.split(separator: " ")
      return Posted(
        isTaken: words.first == "taken",
        time: .milliseconds(words.last.flatMap { Int($0) } ?? .max), line: String(line))
    }
  }

  /// Sends messages at the same time.
  ///
  /// - Returns: How many were acknowledged, and how long all of them took.
  func send(
    to name: String, _ count: Int, from sources: [String]
  ) throws -> (count: Int, time: Duration) {
    let start = ContinuousClock.now
    let program = try self.start("send", to: name, count, from: sources)
    let line = try program.firstLine()
    return (Int(line) ?? 0, start.duration(to: .now))
  }
}
