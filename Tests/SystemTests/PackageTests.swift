// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The Debian package and the RPM, with small programs in the place of the built ones.
///
/// `Resources/scripts/check-package` tries the packages on machines.
@Suite struct PackageTests {
  /// Builds a package whose programs do nothing; one file has three names, as a release build makes it.
  private static func build(_ bench: Workbench, _ options: String...) throws -> String {
    let programs = try bench.makeDirectory("programs")
    for name in Workbench.programs {
      let path = "\(programs)/\(name)"
      try? FileManager.default.removeItem(atPath: path)
      if name.hasPrefix("messngr") && name != "messngr" {
        try FileManager.default.linkItem(atPath: "\(programs)/messngr", toPath: path)
      } else {
        try FileManager.default.copyItem(atPath: "/usr/bin/true", toPath: path)
      }
    }
    let run = try bench.run(
      "\(Workbench.resources)/scripts/package",
      options + ["--programs", programs, "\(bench.path)/output"])
    try #require(run.status == 0, "\(run.output)\(run.errors)")
    let path = try #require(run.output.split(separator: "\n").last)
    return String(path)
  }

  @Test
  func `lintian finds no error, settings are conffiles, and the RPM has the same files`() throws {
    let bench = try Workbench()
    let package = try Self.build(bench)
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

    let rpm = try Self.build(bench, "--rpm")
    let check = try bench.run(
      "\(Workbench.resources)/scripts/check-rpm", [rpm, package], package: "rpm")
    #expect(check.status == 0, "\(check.output)\(check.errors)")
    let scripts = try bench.run("/usr/bin/rpm", ["-qp", "--scripts", rpm], package: "rpm").output
    for word in ["machine-setup on", "machine-setup off", "enable run-mailslot.mount"] {
      #expect(scripts.contains(word), "\(word)")
    }
  }
}
