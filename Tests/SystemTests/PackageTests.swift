// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The Debian package and the RPM, with small programs in the place of the built ones.
///
/// `Resources/scripts/check-package` tries the packages on machines.
@Suite struct PackageTests {
  /// Builds a package whose programs do nothing; one file has three names, as a release build makes it.
  ///
  /// - Returns: The packages of messngr-relay and of the programs.
  private static func build(
    _ bench: Workbench, _ options: String...
  ) throws -> (relay: String, programs: String) {
    let programs = try bench.makeDirectory("programs")
    for name in Workbench.programs {
      let path = "\(programs)/\(name)"
      try? FileManager.default.removeItem(atPath: path)
      if ["messngrd", "messngr-gateway"].contains(name) {
        try FileManager.default.linkItem(atPath: "\(programs)/messngr", toPath: path)
      } else {
        try FileManager.default.copyItem(atPath: "/usr/bin/true", toPath: path)
      }
    }
    let run = try bench.run(
      "\(Workbench.resources)/scripts/package",
      options + ["--programs", programs, "\(bench.path)/output"], within: .seconds(300))
    try #require(run.status == 0, "\(run.output)\(run.errors)")
    let paths = run.output.split(separator: "\n").filter {
      $0.hasPrefix("/") && $0.contains("/messngr") && !$0.contains("dbgsym")
    }
    try #require(paths.count == 2, "\(run.output)")
    return (String(paths[0]), String(paths[1]))
  }

  @Test
  func `lintian finds no error, settings are conffiles, and the RPM has the same files`() throws {
    let bench = try Workbench()
    let (relay, package) = try Self.build(bench)
    #expect(package.hasPrefix("\(bench.path)/output/messngr_"))
    let conffiles = try bench.run("/usr/bin/dpkg-deb", ["-I", package, "conffiles"])
    #expect(
      conffiles.output == """
        /etc/messngr/alert
        /etc/messngr/config.yaml
        /etc/messngr/gateway.yaml
        /etc/messngr/network
        /etc/profile.d/messngr.sh
        /etc/xdg/autostart/messngrd.desktop

        """)
    let content = try bench.run("/usr/bin/dpkg-deb", ["-c", package]).output.split(separator: "\n")
    #expect(content.count > 20)
    #expect(content.allSatisfy { $0.contains(" root/root ") })
    // The package does not contain spools and mailslots, so its removal leaves waiting messages.
    #expect(!content.contains { $0.contains(" ./var/") || $0.contains(" ./run/") })
    // The links of the README work in the package, too.
    let readme = try bench.text(of: "\(Workbench.repository)/README.md")
    for link in readme.split(separator: "](Resources/").dropFirst() {
      let path = "/usr/share/doc/messngr/Resources/\(link.prefix { $0 != ")" && $0 != "#" })"
      #expect(content.contains { $0.contains(path) }, "\(path)")
    }
    let depends = try bench.run("/usr/bin/dpkg-deb", ["-f", package, "Depends"])
    #expect(depends.output.hasPrefix("libc6"))
    for name in ["messngrd", "messngr-gateway"] {
      #expect(content.contains { $0.hasSuffix(" ./usr/bin/\(name) link to ./usr/bin/messngr") })
    }

    try checkRelay(relay, in: bench)

    let (relayRPM, rpm) = try Self.build(bench, "--rpm")
    for pair in [[rpm, package], [relayRPM, relay]] {
      let check = try bench.run(
        "\(Workbench.resources)/scripts/check-rpm", pair, package: "rpm")
      #expect(check.status == 0, "\(check.output)\(check.errors)")
    }
    let scripts = try bench.run("/usr/bin/rpm", ["-qp", "--scripts", rpm], package: "rpm").output
    for word in ["machine-setup on", "machine-setup off", "enable run-mailslot.mount"] {
      #expect(scripts.contains(word), "\(word)")
    }
  }

  /// The package of messngr-relay has its own files only, and is the only one with a need for libnats.
  private func checkRelay(_ package: String, in bench: Workbench) throws {
    #expect(package.hasPrefix("\(bench.path)/output/messngr-relay_"))
    let files = try bench.run("/usr/bin/dpkg-deb", ["-c", package]).output.split(separator: "\n")
      .filter { !$0.hasSuffix("/") }
      .compactMap { $0.split(separator: " ").dropFirst(5).first.map { String($0.dropFirst(2)) } }
    #expect(
      files.filter { !$0.hasPrefix("usr/share/doc/") }.sorted() == [
        "etc/messngr/relay.yaml", "usr/bin/messngr-relay",
        "usr/lib/systemd/system/messngr-relay.service", "usr/lib/sysusers.d/messngr-relay.conf",
        "usr/lib/tmpfiles.d/messngr-relay.conf",
        "usr/share/bash-completion/completions/messngr-relay",
        "usr/share/fish/vendor_completions.d/messngr-relay.fish",
        "usr/share/lintian/overrides/messngr-relay",
        "usr/share/man/man8/messngr-relay.8.gz",
        "usr/share/zsh/vendor-completions/_messngr-relay",
      ])
    let fields = try bench.run("/usr/bin/dpkg-deb", ["-f", package, "Depends", "Version"]).output
    let version = try #require(fields.firstMatch(of: #/Version: (\S+)/#)).1
    #expect(fields.contains("Depends: messngr (= \(version)), libc6"))
  }
}
