// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The script that a desktop without `graphical-session.target` starts.
@Suite struct SessionAgentTests {
  /// A session, with programs in the places of `loginctl`, `systemctl` and `messngrd`.
  private struct Session {
    let bench: Workbench

    /// - Parameter agent: What the agent does; `$count` says for which time it runs.
    init(owner: String = "$(id -u)", agent: String = "exit 3") throws {
      bench = try Workbench()
      try bench.makeScript(
        "bin/loginctl", "echo \"loginctl $*\" >>'\(bench.path)/log'; echo \(owner)")
      try bench.makeScript("bin/systemctl", "echo \"systemctl $*\" >>'\(bench.path)/log'")
      try bench.makeScript(
        "messngrd",
        """
        echo "messngrd $* session=${XDG_SESSION_ID-none}" >>'\(bench.path)/log'
        count=$(grep -c '^messngrd ' '\(bench.path)/log')
        \(agent)
        """)
      try bench.makeDirectory("runtime/systemd", mode: 0o700)
    }

    /// Gives the user a service manager.
    func addManager() throws {
      let made = try bench.run(
        "/usr/bin/python3",
        [
          "-c", "import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])",
          "\(bench.path)/runtime/systemd/private",
        ], package: "python3")
      try #require(made.status == 0, "\(made.errors)")
    }

    func variables(_ added: [String: String]) -> [String: String] {
      [
        "PATH": "\(bench.path)/bin:/usr/bin:/bin", "XDG_RUNTIME_DIR": "\(bench.path)/runtime",
        "MESSNGRD": "\(bench.path)/messngrd", "XDG_SESSION_ID": "c7",
      ].merging(added) { $1 }
    }

    func run(_ added: [String: String] = [:]) throws -> Finished {
      try bench.run("\(Workbench.resources)/libexec/session-agent", [], variables(added))
    }

    var log: [String] {
      get throws { try bench.text(of: "\(bench.path)/log").split(separator: "\n").map(String.init) }
    }
  }

  @Test func `with a service manager, the unit of the session starts with its variables`() throws {
    let session = try Session()
    try session.addManager()
    let hostile = "unix:path=/tmp/a b\"c`id`$HOME\\d'e,guid=1"
    let run = try session.run([
      "DISPLAY": ":7", "DBUS_SESSION_BUS_ADDRESS": hostile, "LANG": "de_DE",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try session.log.last == "systemctl --user start messngrd@c7.service")
    let file = "\(session.bench.path)/runtime/messngr/session-c7"
    #expect(try session.bench.mode(of: file) & 0o777 == 0o600)
    // The shell reads these quotes as systemd does.
    let read = try session.bench.run(
      "/bin/sh",
      [
        "-c",
        #". "$1"; printf '%s\n' "$DISPLAY" "$WAYLAND_DISPLAY" "$DBUS_SESSION_BUS_ADDRESS" "$LANG""#,
        "sh", file,
      ],
      ["WAYLAND_DISPLAY": "of another session"])
    #expect(read.output == ":7\n\n\(hostile)\nde_DE\n")
  }

  @Test(arguments: [
    ("no service manager", false, "$(id -u)", "c7", "c7"),
    ("a session of another user", true, "4711", "c7", "none"),
    ("no identifier", true, "$(id -u)", "", "none"),
    ("an identifier that is none", true, "$(id -u)", "../c7", "none"),
  ])
  func `else the script starts the agent itself`(
    name: String, hasManager: Bool, owner: String, identifier: String, expected: String
  ) throws {
    let session = try Session(owner: owner)
    if hasManager { try session.addManager() }
    let run = try session.run(["XDG_SESSION_ID": identifier])
    #expect(run.status == 3)
    #expect(
      try session.log.filter { !$0.hasPrefix("loginctl") } == [
        "messngrd --session session=\(expected)"
      ])
  }

  @Test func `an agent that crashes or is stopped is started again, until the session ends`() throws
  {
    let session = try Session(
      agent: "case $count in 1) kill -SEGV $$ ;; 2) exit 69 ;; 3) exit 0 ;; *) exit 3 ;; esac")
    #expect(try session.run().status == 3)
    #expect(try session.log.count { $0.hasPrefix("messngrd") } == 4)
  }

  @Test(arguments: [(69, 10), (78, 1), (64, 1), (127, 1)])
  func `an agent that cannot start is tried ten times, or once when that is in vain`(
    status: Int, starts: Int
  ) throws {
    let session = try Session(agent: "exit \(status)")
    #expect(try session.run().status == Int32(status))
    #expect(try session.log.count { $0.hasPrefix("messngrd") } == starts)
  }

  @Test func `the end of the script is the end of the agent`() throws {
    let session = try Session(agent: "echo running; exec sleep 60")
    let script = try Program(
      "\(Workbench.resources)/libexec/session-agent", [], environment: session.variables([:]),
      package: "coreutils")
    #expect(try script.firstLine() == "running")
    script.signal(SIGTERM)
    // It waits for the end of the output, which the agent has, too.
    let finished = try script.finish()
    #expect(finished.status == 0)
    #expect(finished.duration < .seconds(30))
  }
}
