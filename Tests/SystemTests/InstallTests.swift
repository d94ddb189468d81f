// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The installer, into a directory of the test.
@Suite struct InstallTests {
  private let script = "\(Workbench.resources)/scripts/install"

  private func install(_ bench: Workbench, _ options: [String]) throws -> Finished {
    let programs = try bench.makePrograms()
    let run = try bench.run(script, options + ["--programs", programs])
    try #require(run.status == 0, "\(run.output)\(run.errors)")
    return run
  }

  @Test func `--system installs each file in its place`() throws {
    let bench = try Workbench()
    let root = "\(bench.path)/root"
    let run = try install(bench, ["--system", "--prefix", "/usr", "--destdir", root])
    let files = bench.files(below: root)
    for file in [
      "etc/messngr/alert", "etc/messngr/config.yaml", "etc/profile.d/messngr.sh",
      "etc/xdg/autostart/messngrd.desktop",
      "usr/bin/netsend", "usr/bin/mailslot", "usr/bin/messngr", "usr/bin/messngrd",
      "usr/lib/sysctl.d/50-messngr.conf", "usr/lib/systemd/system/messngr-alert@.service",
      "usr/lib/systemd/system/run-mailslot.mount",
      "usr/lib/systemd/system/user-runtime-dir@.service.d/50-messngr.conf",
      "usr/lib/systemd/user/messngrd.service", "usr/lib/systemd/user/messngrd.socket",
      "usr/lib/systemd/user/messngrd-terminals.service",
      "usr/share/fish/vendor_conf.d/messngr.fish",
      "usr/lib/tmpfiles.d/messngr.conf", "usr/libexec/messngr/machine-setup",
      "usr/libexec/messngr/session-agent", "usr/libexec/messngr/unit-alert",
      "usr/libexec/messngr/user-places", "usr/lib/systemd/user/messngrd@.service",
      "usr/lib/systemd/system/messngr-accounts.path", "usr/lib/systemd/user/messngr-alert@.service",
      "usr/share/applications/messngrd.desktop", "usr/share/pixmaps/messngr.png",
      "usr/share/icons/hicolor/48x48/apps/messngr.png",
      "usr/share/icons/hicolor/scalable/apps/messngr.svg",
      "usr/share/metainfo/arpa.home.messngr.metainfo.xml",
    ] {
      #expect(files.contains(file), "\(file)")
      #expect(run.output.contains("\(root)/\(file)\n"), "\(file)")
      let isProgram = file.contains("/bin/") || file.contains("/libexec/")
      #expect(try bench.mode(of: "\(root)/\(file)") & 0o777 == (isProgram ? 0o755 : 0o644))
    }
  }

  @Test func `another prefix changes the paths in all files`() throws {
    let bench = try Workbench()
    let root = "\(bench.path)/root"
    _ = try install(bench, ["--system", "--prefix", "/opt/messngr", "--destdir", root])
    for file in bench.files(below: root)
    where !file.hasPrefix("opt/messngr/bin") && !file.hasSuffix(".png") {
      let text = try bench.text(of: "\(root)/\(file)")
      for name in Workbench.programs + ["libexec"] {
        #expect(!text.contains("/usr/bin/\(name)"), "\(file)")
        #expect(!text.contains("/usr/libexec"), "\(file)")
      }
    }
    let unit = try bench.text(of: "\(root)/opt/messngr/lib/systemd/user/messngrd.service")
    #expect(unit.contains("\nExecStart=/opt/messngr/bin/messngrd --standby\n"))
    #expect(unit.contains("\nExecCondition=/opt/messngr/libexec/messngr/user-places check %U\n"))
  }

  @Test func `a second run changes nothing, and settings stay as they are`() throws {
    let bench = try Workbench()
    let root = "\(bench.path)/root"
    let options = ["--system", "--destdir", root]
    _ = try install(bench, options)
    let files = bench.files(below: root)
    try Data("mine\n".utf8).write(to: URL(filePath: "\(root)/etc/messngr/alert"))
    _ = try install(bench, options)
    #expect(bench.files(below: root) == files)
    #expect(try bench.text(of: "\(root)/etc/messngr/alert") == "mine\n")
  }

  @Test func `--uninstall leaves the settings`() throws {
    let bench = try Workbench()
    let root = "\(bench.path)/root"
    _ = try install(bench, ["--system", "--destdir", root])
    let run = try bench.run(script, ["--system", "--destdir", root, "--uninstall"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      bench.files(below: root) == [
        "etc/messngr/alert", "etc/messngr/config.yaml", "etc/messngr/gateway.yaml",
        "etc/messngr/network",
      ])
  }

  @Test func `--relay installs messngr-relay and its files only, and --uninstall removes them`()
    throws
  {
    let bench = try Workbench()
    let root = "\(bench.path)/root"
    _ = try install(bench, ["--system", "--relay", "--destdir", root])
    #expect(
      bench.files(below: root) == [
        "etc/messngr/relay.yaml", "usr/local/bin/messngr-relay",
        "usr/local/lib/systemd/system/messngr-relay.service",
        "usr/local/lib/sysusers.d/messngr-relay.conf",
        "usr/local/lib/tmpfiles.d/messngr-relay.conf",
        "usr/local/share/bash-completion/completions/messngr-relay",
        "usr/local/share/fish/vendor_completions.d/messngr-relay.fish",
        "usr/local/share/man/man8/messngr-relay.8",
        "usr/local/share/zsh/site-functions/_messngr-relay",
      ])
    let unit = try bench.text(of: "\(root)/usr/local/lib/systemd/system/messngr-relay.service")
    #expect(unit.contains("\nExecStart=/usr/local/bin/messngr-relay --set directory="))
    _ = try install(bench, ["--system", "--destdir", "\(bench.path)/all"])
    #expect(!bench.files(below: "\(bench.path)/all").contains { $0.contains("relay") })
    let run = try bench.run(script, ["--system", "--relay", "--destdir", root, "--uninstall"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(bench.files(below: root) == ["etc/messngr/relay.yaml"])
  }

  @Test func `--user needs no root, and uses the personal mailslot directory`() throws {
    let bench = try Workbench()
    let home = bench.path
    let printed = try install(bench, ["--user"]).output
    // The lines for cron work with the variables that cron sets.
    let lines = printed.split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix("  \(home)/.local/bin/") && $0.dropFirst(2).contains(" ") }
    #expect(lines.count == 2, "\(printed)")
    for line in lines {
      let cron = [
        "-i", "PATH=/usr/bin:/bin", "SHELL=/bin/sh", "HOME=\(home)", "/bin/sh", "-c", line,
      ]
      #expect(try bench.run("/usr/bin/env", cron).status == 0, "\(line)")
    }
    let socket = try bench.text(of: "\(home)/.config/systemd/user/messngrd.socket")
    #expect(socket.contains("\nListenDatagram=%t/mailslot/messngr\n"))
    #expect(!socket.contains("/run/mailslot"))
    let service = try bench.text(of: "\(home)/.config/systemd/user/messngrd.service")
    #expect(service.contains("\nExecStart=\(home)/.local/bin/messngrd --standby\n"))
    #expect(!service.contains("ExecCondition"))
    let autostart = try bench.text(of: "\(home)/.config/autostart/messngrd.desktop")
    #expect(autostart.contains("\nExec=\(home)/.local/libexec/messngr/session-agent\n"))
    let entry = try bench.text(of: "\(home)/.local/share/applications/messngrd.desktop")
    #expect(entry.contains("\nExec=\(home)/.local/bin/messngr inbox --follow\n"))
    let alert = try bench.text(of: "\(home)/.config/systemd/user/messngr-alert@.service")
    #expect(alert.contains("\nExecStart=\(home)/.local/libexec/messngr/unit-alert --user %i\n"))
    let script = try bench.text(of: "\(home)/.local/libexec/messngr/unit-alert")
    #expect(script.contains(":-\(home)/.local/bin/netsend}\n"))

    let run = try bench.run(self.script, ["--user", "--uninstall"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(bench.files(below: home).allSatisfy { $0.hasPrefix("programs/") })
  }

  @Test func `a dry run changes nothing`() throws {
    let bench = try Workbench()
    let root = "\(bench.path)/root"
    _ = try install(bench, ["--system", "--destdir", root, "--dry-run"])
    #expect(bench.files(below: root).isEmpty)
  }

  @Test(arguments: [[], ["--everywhere"], ["--system", "--prefix"], ["--user", "--relay"]])
  func `wrong usage is exit status 1 with an error`(options: [String]) throws {
    let run = try Workbench().run(script, options)
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("install: "))
  }
}
