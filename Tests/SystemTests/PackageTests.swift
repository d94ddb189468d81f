// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The Debian package, with small programs in the place of the built ones.
///
/// `Resources/scripts/check-package` tries the package on a machine.
@Suite struct PackageTests {
  private static func build(_ bench: Workbench) throws -> String {
    let programs = try bench.makeDirectory("programs")
    for name in Workbench.programs {
      try FileManager.default.copyItem(atPath: "/usr/bin/true", toPath: "\(programs)/\(name)")
    }
    let run = try bench.run(
      "\(Workbench.resources)/scripts/package",
      ["--programs", programs, "\(bench.path)/output"])
    try #require(run.status == 0, "\(run.output)\(run.errors)")
    let path = try #require(run.output.split(separator: "\n").last)
    return String(path)
  }

  @Test func `lintian finds no error, settings are conffiles, and root owns all files`() throws {
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
  }
}
