// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What systemd says about the units as they are installed.
@Suite struct UnitTests {
  /// A directory with the installed files, at the paths that the units name.
  private struct Machine {
    let bench: Workbench

    init() throws {
      bench = try Workbench()
      let programs = try bench.makePrograms()
      for part in [[], ["--relay"]] {
        let install = try bench.run(
          "\(Workbench.resources)/scripts/install",
          [
            "--system", "--prefix", "\(bench.path)/usr", "--destdir", "\(bench.path)/stage",
            "--programs", programs,
          ] + part)
        try #require(install.status == 0, "\(install.output)\(install.errors)")
      }
      // The units name programs in the prefix, and systemd checks that they exist.
      try FileManager.default.moveItem(
        atPath: "\(bench.path)/stage\(bench.path)/usr", toPath: "\(bench.path)/usr")
      try bench.makeDirectory("runtime", mode: 0o700)
    }

    var units: String { "\(bench.path)/usr/lib/systemd" }

    func analyze(_ arguments: [String], path: String) throws -> Finished {
      try bench.run(
        "/usr/bin/systemd-analyze", arguments,
        [
          "SYSTEMD_UNIT_PATH": "\(path):", "XDG_RUNTIME_DIR": "\(bench.path)/runtime",
          "SYSTEMD_COLORS": "0", "SYSTEMD_EMOJI": "0",
        ],
        package: "systemd")
    }
  }

  @Test(arguments: [
    "run-mailslot.mount", "messngr-alert@backup.service", "user-runtime-dir@1000.service",
    "messngr-gateway.service", "messngr-gateway.socket", "messngr-accounts.path",
    "messngr-accounts.service", "messngr-relay.service",
  ])
  func `systemd finds nothing wrong with a unit of the machine`(unit: String) throws {
    let machine = try Machine()
    let verify = try machine.analyze(
      ["verify", "--man=no", "--recursive-errors=no", unit], path: "\(machine.units)/system")
    #expect(verify.status == 0)
    #expect(verify.output + verify.errors == "")
  }

  @Test(arguments: [
    "messngrd.service", "messngrd.socket", "messngrd@3.service", "messngrd-terminals.service",
    "messngr-alert@backup.service",
  ])
  func `systemd finds nothing wrong with a unit of a user`(unit: String) throws {
    let machine = try Machine()
    let verify = try machine.analyze(
      ["verify", "--user", "--man=no", "--recursive-errors=no", unit],
      path: "\(machine.units)/user")
    #expect(verify.status == 0)
    #expect(verify.output + verify.errors == "")
  }

  /// A message of a service waits for its recipient longer than the service runs.
  @Test(arguments: [
    ("messngr-alert@.service", "messngr"), ("messngr-gateway.service", "messngr"),
    ("messngr-relay.service", "messngr-relay"),
  ])
  func `the user of a service is an account that stays`(unit: String, list: String) throws {
    let (bench, files) = (try Workbench(), "\(Workbench.resources)/systemd")
    let lines = try bench.text(of: "\(files)/system/\(unit)").split(separator: "\n")
    let user = try #require(lines.first { $0.hasPrefix("User=") }).dropFirst(5)
    let accounts = try bench.text(of: "\(files)/sysusers.d/\(list).conf")
    #expect(accounts.split(separator: "\n").contains { $0.hasPrefix("u \(user) - ") })
  }

  @Test func `the unit of an alert has few privileges`() throws {
    let machine = try Machine()
    let security = try machine.analyze(
      ["security", "--offline=yes", "--threshold=20", "--no-pager", "messngr-alert@.service"],
      path: "\(machine.units)/system")
    #expect(security.status == 0, "\(security.output.suffix(300))\(security.errors)")
  }

  @Test(arguments: ["messngr-gateway.service", "messngr-relay.service"])
  func `the units of the gateway and the relay have few privileges`(unit: String) throws {
    let machine = try Machine()
    let security = try machine.analyze(
      ["security", "--offline=yes", "--threshold=15", "--no-pager", unit],
      path: "\(machine.units)/system")
    #expect(security.status == 0, "\(security.output.suffix(300))\(security.errors)")
  }

  @Test func `no setting of a user's units makes a user namespace, which would hide the senders`()
    throws
  {
    let needing = [
      "PrivateUsers", "PrivateTmp", "ProtectSystem", "ProtectHome", "PrivateDevices",
      "ReadOnlyPaths", "InaccessiblePaths", "ProtectKernel", "ProtectControlGroups",
      "PrivateNetwork", "ProtectProc", "ProcSubset", "TemporaryFileSystem", "BindPaths",
    ]
    for name in ["messngrd.service", "messngrd@.service", "messngr-alert@.service"] {
      let unit = try Workbench().text(of: "\(Workbench.resources)/systemd/user/\(name)")
      let settings = unit.split(separator: "\n").filter { !$0.hasPrefix("#") }
      for name in needing {
        #expect(!settings.contains { $0.hasPrefix(name) }, "\(name)")
      }
    }
  }

  @Test func `both units of the agent protect it in the same way, and start it again at once`()
    throws
  {
    func settings(_ name: String) throws -> [Substring] {
      try Workbench().text(of: "\(Workbench.resources)/systemd/user/\(name)").split(separator: "\n")
        .filter { !$0.hasPrefix("#") }
    }
    let (service, session) = (
      try settings("messngrd.service"), try settings("messngrd@.service")
    )
    let protection = try #require(service.firstIndex { $0.hasPrefix("LimitCORE") })
    let end = try #require(service.firstIndex { $0.hasPrefix("[Install]") })
    #expect(session.suffix(end - protection) == service[protection..<end])
    for setting in [
      "Restart=always", "RestartSec=100ms", "StartLimitIntervalSec=60", "StartLimitBurst=10",
    ] {
      #expect(service.contains(setting[...]) && session.contains(setting[...]), "\(setting)")
    }
  }

  @Test func `the socket passes credentials, and ends with the session`() throws {
    let unit = try Workbench().text(of: "\(Workbench.resources)/systemd/user/messngrd.socket")
    for line in [
      "ListenDatagram=/run/mailslot/%u/messngr", "SocketMode=0666", "PassCredentials=yes",
      "FileDescriptorName=MESSNGR", "RemoveOnStop=yes", "PartOf=graphical-session.target",
    ] {
      #expect(unit.contains("\n\(line)\n"), "\(line)")
    }
  }

  @Test func `a login goes on when the commands of the unit fail or hang`() throws {
    let dropIn = try Workbench().text(
      of: "\(Workbench.resources)/systemd/system/user-runtime-dir@.service.d/50-messngr.conf")
    let commands = dropIn.split(separator: "\n").filter { $0.hasPrefix("Exec") }
    #expect(commands.count == 2)
    for command in commands { #expect(command.contains("=-/usr/bin/timeout -k 1 10 /usr/")) }
  }

  @Test func `systemd gives the relay each file of the realm, and the key stays root's`() throws {
    let unit = try Workbench().text(
      of: "\(Workbench.resources)/systemd/system/messngr-relay.service")
    for file in ["realm.list", "authority.pem", "host.pem", "host.key"] {
      #expect(unit.contains("\nLoadCredential=\(file):/etc/messngr/realm/\(file)\n"), "\(file)")
    }
    #expect(
      try places("messngr-relay").contains(["d", "/etc/messngr/realm", "0700", "root", "root", "-"])
    )
  }

  /// The lines of a file for tmpfiles, as words.
  private func places(_ name: String) throws -> [[String]] {
    try Workbench()
      .text(of: "\(Workbench.resources)/systemd/tmpfiles.d/\(name).conf").split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: " ").map(String.init) }
  }

  @Test func `tmpfiles removes nothing by age from the places`() throws {
    #expect(try places("messngr-relay").allSatisfy { $0.last == "-" })
    #expect(
      try places("messngr") == [
        ["d", "/run/mailslot", "0755", "root", "root", "-"],
        ["d", "/run/mailslot/@", "0755", "root", "root", "-"],
        ["d", "/var/spool/messngr", "0755", "root", "root", "-"],
      ])
  }
}
