// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Two computers on one cable, without a link to the machine's own network: namespaces and a veth pair.
///
/// Only root can make them. At the end, all programs that still run in them are killed.
public final class NetworkNamespaces {
  /// One of the two computers.
  public struct Host: Sendable {
    /// The name of its namespace.
    public let name: String
    /// Its address; the network's broadcast address ends in 255.
    public let address: String
  }

  /// The broadcast address.
  public static let broadcastAddress = "10.77.0.255"

  /// An address on the cable that no computer has.
  public static let unusedAddress = "10.77.0.99"

  /// 10.77.0.1.
  public let a: Host
  /// 10.77.0.2.
  public let b: Host

  private static let ip = "/usr/sbin/ip"

  /// Makes both computers, with addresses, and connects them.
  public init() throws {
    let tag = UUID().uuidString.prefix(8).lowercased()
    a = Host(name: "ms-\(tag)-a", address: "10.77.0.1")
    b = Host(name: "ms-\(tag)-b", address: "10.77.0.2")
    try Self.run("netns", "add", a.name)
    try Self.run("netns", "add", b.name)
    try Self.run(
      "link", "add", "v0", "netns", a.name, "type", "veth", "peer", "name", "v0", "netns", b.name)
    for host in [a, b] {
      try Self.run("-n", host.name, "link", "set", "lo", "up")
      try Self.run(
        "-n", host.name, "addr", "add", host.address + "/24", "brd", Self.broadcastAddress, "dev",
        "v0")
      try Self.run("-n", host.name, "link", "set", "v0", "up")
    }
  }

  deinit {
    for host in [a, b] {
      let output = try? Program.output(
        of: Self.ip, ["netns", "pids", host.name], environment: [:], package: "iproute2")
      let pids = String(decoding: output ?? Data(), as: UTF8.self).split(separator: "\n")
      for pid in pids.compactMap({ pid_t($0) }) { kill(pid, SIGKILL) }
      try? Self.run("netns", "del", host.name)
    }
  }

  /// Starts a program on one of the computers.
  public func start(
    _ program: String, _ arguments: [String] = [], on host: Host,
    environment: [String: String] = [:], input: [UInt8]? = nil,
    package: String = "this package's build"
  ) throws -> Program {
    guard access(program, X_OK) == 0 else {
      throw TestProcessError.missing(program, install: "apt-get install \(package)")
    }
    // At its end smbd sends SIGTERM to its process group, which must not be that of the test.
    return try Program(
      "/usr/bin/setsid", [Self.ip, "netns", "exec", host.name, program] + arguments,
      environment: environment, input: input, package: "util-linux")
  }

  private static func run(_ words: String...) throws {
    try Program.output(of: ip, words, environment: [:], package: "iproute2")
  }
}
