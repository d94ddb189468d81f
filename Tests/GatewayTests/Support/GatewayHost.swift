// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A machine with a gateway: a host of a network, the first one as a rule, with mailslots and spools
/// of its own.
///
/// `root`, who runs the tests, is the one person on it.
final class GatewayHost {
  let lan: Lan
  let folder: URL
  private let here: Int

  static let name = "GATEHOUSE"
  static let user = "root"
  static let host = 1
  static let peer = 2

  /// The directory of the tested programs: `MESSNGR_PROGRAMS`, or that of the test program.
  static let programs =
    ProcessInfo.processInfo.environment["MESSNGR_PROGRAMS"].map { URL(filePath: $0) }
    ?? URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

  /// A machine on a network of its own.
  convenience init(hosts: Int = 2) throws {
    try self.init(on: Lan(hosts: hosts), host: Self.host)
  }

  /// A machine on a network with others.
  init(on lan: Lan, host: Int) throws {
    self.lan = lan
    here = host
    folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "messngr-gateway-\(UUID().uuidString)")
    for name in ["mailslot/@", "spool", "state", "config", "run"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    chmod(folder.path, 0o755)
    try FileManager.default.createDirectory(at: spool, withIntermediateDirectories: true)
    chmod(spool.path, 0o1733)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var address: String { lan.address(of: here) }

  var spool: URL { folder.appending(path: "spool/\(Self.user)") }

  var paths: [String: String] {
    [
      "MAILSLOT_ROOT": folder.appending(path: "mailslot").path,
      "MESSNGR_SPOOL": folder.appending(path: "spool").path,
    ]
  }

  var environment: [String: String] {
    paths.merging([
      "XDG_STATE_HOME": folder.appending(path: "state").path,
      "XDG_CONFIG_HOME": folder.appending(path: "config").path,
      "XDG_RUNTIME_DIR": folder.appending(path: "run").path,
      "PATH": "/usr/bin:/bin", "TZ": "UTC",
    ]) { $1 }
  }

  static func program(_ name: String) -> String { programs.appending(path: name).path }

  /// Starts the agent of the person on this machine.
  func startAgent(adding variables: [String: String] = [:]) throws -> Program {
    let agent = try Program(
      Self.program("messngrd"), ["--display", "none"],
      environment: environment.merging(variables) { $1 })
    try agent.wait(for: "listening", in: .errors)
    return agent
  }

  /// Starts a gateway and waits until it listens.
  func startGateway(
    on host: Int? = nil, _ settings: [String] = [], isNamed: Bool = false
  ) throws -> Program {
    let gateway = try launchGateway(on: host, settings)
    try gateway.wait(
      for: isNamed ? "name claimed interface=v0 name=ROOT<03>" : "listening", in: .errors)
    return gateway
  }

  /// Starts a gateway.
  func launchGateway(
    on host: Int? = nil, _ settings: [String] = [], adding variables: [String: String] = [:]
  ) throws -> Program {
    let all = ["machine=\(Self.name)", "log-level=debug", "nmbd-socket="] + settings
    return try lan.start(
      on: host ?? here, Self.program("messngr-gateway"),
      ["--config", "/dev/null"] + all.flatMap { ["--set", $0] },
      environment: environment.merging(variables) { $1 }, package: "this package's build")
  }

  /// Runs nmblookup on a host.
  func nmblookup(_ arguments: [String], on host: Int = peer) throws -> Finished {
    try lan.run(
      on: host, "/usr/bin/nmblookup",
      ["-s", "/dev/null", "--option=interfaces=\(lan.address(of: host))/24"] + arguments,
      package: "samba-common-bin")
  }

  /// Runs netsend on a host that has no users.
  func netsend(
    on host: Int = peer, _ arguments: [String], settings: String = ""
  ) throws -> Finished {
    try runElsewhere("netsend", on: host, arguments, settings: settings)
  }

  /// Runs one of our programs on a host that has no users.
  func runElsewhere(
    _ program: String, on host: Int = peer, _ arguments: [String], settings: String = "",
    input: [UInt8]? = nil
  ) throws -> Finished {
    let empty = folder.appending(path: "elsewhere")
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
    let network = empty.appending(path: "network")
    try Data(settings.utf8).write(to: network)
    return try lan.run(
      on: host, Self.program(program), arguments,
      environment: [
        "MAILSLOT_ROOT": empty.path, "MESSNGR_SPOOL": empty.path, "MESSNGR_NETWORK": network.path,
      ], input: input, package: "this package's build")
  }

  /// Sends a message with smbclient, as it is configured nowhere.
  func smbclient(
    _ text: [UInt8], to name: String = "ROOT", _ options: [String] = [], from: String = "alice",
    on host: Int = peer
  ) throws -> Finished {
    try lan.run(
      on: host, "/usr/bin/smbclient",
      ["-M", name, "-I", address, "-U", from, "-s", "/dev/null"] + options, input: text,
      package: "smbclient")
  }

  /// Sends packets from a port of a host, byte for byte.
  func sendUDP(
    _ packets: [[UInt8]], to target: String? = nil, port: Int, from source: Int? = nil,
    on host: Int = peer
  ) throws {
    let address = "UDP4-DATAGRAM:\(target ?? self.address):\(port),broadcast,bind=:\(source ?? 0)"
    for packet in packets {
      let sent = try lan.run(
        on: host, "/usr/bin/socat", ["-u", "-b", "4096", "-", address], input: packet,
        package: "socat")
      guard sent.status == 0 else { throw TestProcessError.ended("socat", output: sent.errors) }
    }
  }

  /// Copies a program to a place where all users may run it.
  func copyForAll(_ program: String) throws -> String {
    let copy = folder.appending(path: URL(filePath: program).lastPathComponent)
    // Another process writes it: a descriptor of this one could be in a child that another test
    // starts just now, and a program that is being written to cannot be run (ETXTBSY).
    let install = try Program(
      "/usr/bin/install", ["-m", "755", program, copy.path], package: "coreutils"
    ).finish()
    guard install.status == 0 else {
      throw TestProcessError.ended("install", output: install.errors)
    }
    return copy.path
  }

  /// Polls until a condition holds for which there is no event.
  func waitUntil(_ what: String, _ holds: () throws -> Bool) throws {
    let end = ContinuousClock.now + Program.patience
    while try !holds() {
      guard .now < end else { throw TestProcessError.ended(what, output: "not in time") }
      // A moment for the others: each look is a process, as a rule.
      usleep(20_000)
    }
  }

  /// What the inbox holds, the oldest first.
  func inbox() throws -> [[String: Any]] {
    let finished = try Program(
      Self.program("messngr"), ["inbox", "--json", "--limit", "1000000"], environment: environment
    ).finish()
    return try finished.output.split(separator: "\n").reversed().map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
    }
  }

  /// The texts of what the inbox holds, the oldest first.
  func texts() throws -> [String] { try inbox().map { $0["text"] as? String ?? "" } }
}
