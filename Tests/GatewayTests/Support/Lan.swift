// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import TestSupport

/// A network of some hosts on one cable, made for a test, and gone with it: ip-netns(8).
///
/// Host `n` has the address `10.86.0.n`. Only root can make one.
final class Lan {
  private static let counter = Guarded(0)

  private let name: String

  /// How many hosts there are, the first one number 1.
  let hostCount: Int

  init(hosts: Int = 2) throws {
    hostCount = hosts
    let number = Self.counter.withLock { count in
      count += 1
      return count
    }
    name = "mg\(getpid())-\(number)"
    var script = """
      set -e
      ip netns add \(name)-0
      ip -n \(name)-0 link add br0 type bridge
      ip -n \(name)-0 link set br0 up

      """
    for host in 1...hosts {
      script += """
        ip netns add \(name)-\(host)
        ip -n \(name)-\(host) link set lo up
        ip link add v0 netns \(name)-\(host) type veth peer name p\(host) netns \(name)-0
        ip -n \(name)-0 link set p\(host) master br0
        ip -n \(name)-0 link set p\(host) up
        ip -n \(name)-\(host) addr add \(address(of: host))/24 brd 10.86.0.255 dev v0
        ip -n \(name)-\(host) link set v0 up
        ip -n \(name)-\(host) route add 255.255.255.255/32 dev v0

        """
    }
    do {
      try Self.shell(script)
    } catch {
      remove()
      throw error
    }
  }

  deinit { remove() }

  private func remove() {
    // What runs in a namespace keeps it alive: it ends with the test that started it.
    let script = (0...hostCount).map { host in
      """
      for p in $(ip netns pids \(name)-\(host) 2>/dev/null); do kill -9 $p; done
      ip netns del \(name)-\(host) 2>/dev/null || true
      """
    }
    try? Self.shell(script.joined(separator: "\n"))
  }

  func address(of host: Int) -> String { "10.86.0.\(host)" }

  /// Starts a program on a host.
  func start(
    on host: Int, _ program: String, _ arguments: [String] = [],
    environment: [String: String] = [:], input: [UInt8]? = nil, package: String
  ) throws -> Program {
    guard access(program, X_OK) == 0 else {
      throw TestProcessError.missing(program, install: "apt-get install \(package)")
    }
    return try Program(
      "/usr/sbin/ip", ["netns", "exec", "\(name)-\(host)", program] + arguments,
      environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"]
        .merging(environment) { $1 },
      input: input, package: "iproute2")
  }

  /// Runs a program on a host to its end.
  @discardableResult
  func run(
    on host: Int, _ program: String, _ arguments: [String] = [],
    environment: [String: String] = [:], input: [UInt8]? = nil, package: String
  ) throws -> Finished {
    try start(
      on: host, program, arguments, environment: environment, input: input, package: package
    ).finish()
  }

  /// Runs commands of ip(8) on a host.
  func ip(on host: Int, _ arguments: String) throws {
    try Self.shell("ip -n \(name)-\(host) \(arguments)")
  }

  private static func shell(_ script: String) throws {
    let done = try Program(
      "/bin/sh", ["-c", script], environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
    ).finish()
    guard done.status == 0 else {
      throw TestProcessError.ended("ip netns, for which root is needed", output: done.errors)
    }
  }
}
