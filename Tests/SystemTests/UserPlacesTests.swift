// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `user-places` as the user of the tests, with a user database for the test.
@Suite struct UserPlacesTests {
  private struct Machine {
    let bench: Workbench
    let slots: String
    let spools: String

    /// - Parameter accounts: The lines of the user database.
    init(_ accounts: [String] = [Machine.me()]) throws {
      bench = try Workbench()
      slots = try bench.makeDirectory("run")
      spools = try bench.makeDirectory("spool")
      try use(accounts)
    }

    /// Replaces the user database.
    ///
    /// - Parameter isLocal: Whether the accounts are those of the local file, not of a server.
    func use(_ accounts: [String], isLocal: Bool = false) throws {
      let lines = accounts.joined(separator: "\n")
      if isLocal { try write(lines, to: "passwd") }
      try bench.makeScript(
        "bin/getent",
        """
        [ "$1" = passwd ] || exit 2
        [ $# -eq 1 ] || set -- "$1" "$2" found
        cat <<'DATABASE' | awk -F : -v uid="${2-}" -v one="${3-}" \
          'one == "" || $1 == uid || $3 == uid { print; n = 1 } END { exit n ? 0 : 2 }'
        \(lines)
        DATABASE
        """)
    }

    func write(_ text: String, to file: String) throws {
      try Data("\(text)\n".utf8).write(to: URL(filePath: "\(bench.path)/\(file)"))
    }

    /// The line of a user with the uid of the tests.
    static func me(
      name: String = "anna", home: String = "/home/anna", shell: String = "/bin/bash"
    ) -> String {
      "\(name):x:\(geteuid()):\(getegid()):Anna:\(home):\(shell)"
    }

    func run(_ arguments: [String]) throws -> Finished {
      try bench.makeScript("login.defs", "UID_MIN 1000")
      // The mounts of root must end with the script.
      let words = ["\(Workbench.resources)/libexec/user-places"] + arguments
      let launcher = ["/usr/bin/unshare", "--mount", "--propagation", "private", "--"]
      let command = geteuid() == 0 ? launcher + words : words
      return try bench.run(
        command[0], Array(command.dropFirst()),
        [
          "MAILSLOT_ROOT": slots, "MESSNGR_SPOOL": spools,
          "MESSNGR_LOGIN_DEFS": "\(bench.path)/login.defs",
          "MESSNGR_PASSWD": "\(bench.path)/passwd", "MESSNGR_SHADOW": "\(bench.path)/shadow",
          "PATH": "\(bench.path)/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ])
    }

    func entries(_ directory: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    }
  }

  private let uid = String(geteuid())

  @Test func `a login makes both directories, a second one changes nothing`() throws {
    let machine = try Machine()
    for _ in 1...2 {
      let start = try machine.run(["start", uid])
      #expect(start.status == 0, "\(start.errors)")
      #expect(try machine.bench.mode(of: "\(machine.slots)/anna") == S_IFDIR | 0o755)
      #expect(try machine.bench.mode(of: "\(machine.spools)/anna") == S_IFDIR | 0o1733)
    }
  }

  @Test func `a mode that the owner chose stays`() throws {
    let machine = try Machine()
    #expect(try machine.run(["start", uid]).status == 0)
    chmod("\(machine.spools)/anna", 0o700)
    #expect(try machine.run(["start", uid]).status == 0)
    #expect(try machine.bench.mode(of: "\(machine.spools)/anna") == S_IFDIR | 0o700)
  }

  @Test func `the last logout removes the mailslots, and leaves the spool and other files`() throws
  {
    // The script knows root by the name or by uid 0, so this works for each user of the tests.
    let machine = try Machine([Machine.me(name: "root")])
    #expect(try machine.run(["start", uid]).status == 0)
    let precious = try machine.bench.makeDirectory("precious")
    try Data().write(to: URL(filePath: "\(precious)/file"))
    let slots = "\(machine.slots)/root"
    symlink(precious, "\(slots)/link")
    try FileManager.default.createDirectory(
      atPath: "\(slots)/.deep/er", withIntermediateDirectories: true)
    symlink("\(precious)/file", "\(slots)/.deep/er/link")
    let stop = try machine.run(["stop", uid])
    #expect(stop.status == 0, "\(stop.errors)")
    #expect(try machine.entries(machine.slots).isEmpty)
    #expect(try machine.entries(machine.spools) == ["root"])
    #expect(try machine.entries(precious) == ["file"])
    #expect(try machine.run(["stop", uid]).status == 0)
  }

  @Test(arguments: [
    "anna:x:4001:4001::/:/usr/sbin/nologin", "anna:x:4001:4001::/:/bin/false",
    "anna:x:999:999::/:/bin/bash", "nobody:x:65534:65534::/:/bin/bash",
    "@:x:4001:4001::/:/bin/bash", "../up:x:4001:4001::/:/bin/bash",
    ".:x:4001:4001::/:/bin/bash", "-rf:x:4001:4001::/:/bin/bash",
    "DOM\\anna:x:4001:4001::/:/bin/bash", "two words:x:4001:4001::/:/bin/bash",
  ])
  func `a system account, or an account with an unusual name, gets no directories`(line: String)
    throws
  {
    let machine = try Machine([line])
    let uid = String(line.split(separator: ":")[2])
    #expect(try machine.run(["check", uid]).status == 1)
    #expect(try machine.run(["start", uid]).status == 0)
    #expect(try machine.run(["spool-all"]).status == 0)
    #expect(try machine.entries(machine.slots).isEmpty)
    #expect(try machine.entries(machine.spools).isEmpty)
  }

  @Test(arguments: [
    "root:x:0:0:root:/root:/bin/bash", "root:x:0:0:root:/root:/usr/sbin/nologin",
    "anna:x:1000:1000::/home/anna:/bin/zsh", "anna:x:1200345678:1::/home/anna:/bin/bash",
    "anna@corp:x:70000:1::/home/anna:",
  ])
  func `root and accounts with a login shell get directories`(line: String) throws {
    let machine = try Machine([line])
    #expect(try machine.run(["check", String(line.split(separator: ":")[2])]).status == 0)
  }

  @Test func `a uid without an account gets no directories`() throws {
    let machine = try Machine()
    #expect(try machine.run(["check", "4999"]).status == 1)
    #expect(try machine.run(["start", "4999"]).status == 0)
    #expect(try machine.entries(machine.slots).isEmpty)
  }

  @Test func `spool-all makes a spool for each user`() throws {
    let machine = try Machine([
      Machine.me(), "daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin",
      "backup:x:34:34:backup:/var/backups:/bin/bash",
    ])
    #expect(try machine.run(["spool-all"]).status == 0)
    #expect(try machine.entries(machine.spools) == ["anna"])
    #expect(try machine.entries(machine.slots).isEmpty)
  }

  @Test func `a link or a file in the place of a directory is refused, and stays`() throws {
    let machine = try Machine()
    let elsewhere = try machine.bench.makeDirectory("elsewhere", mode: 0o700)
    symlink(elsewhere, "\(machine.slots)/anna")
    try Data().write(to: URL(filePath: "\(machine.spools)/anna"))
    let start = try machine.run(["start", uid])
    #expect(start.status == 1)
    #expect(start.errors.contains("run/anna is not a directory"))
    #expect(start.errors.contains("spool/anna is not a directory"))
    #expect(try machine.bench.mode(of: elsewhere) == S_IFDIR | 0o700)
    #expect(try machine.bench.mode(of: "\(machine.slots)/anna") & S_IFMT == S_IFLNK)
  }

  /// What becomes of an account `anna` between two runs of `spool-all`.
  enum Change {
    case none, password, home, homeAndPassword, homeUnknown, removed, server
  }

  @Test(arguments: [
    (Change.none, true), (.password, true), (.home, true), (.homeUnknown, true), (.server, true),
    (.homeAndPassword, false), (.removed, false),
  ])
  func `a spool stays with its account, and is set aside for a later one with its name and uid`(
    change: Change, stays: Bool
  ) throws {
    let machine = try Machine()
    let home = try machine.bench.makeDirectory("home")
    let account = Machine.me(home: home)
    try machine.use([account], isLocal: true)
    try machine.write("anna:$y$1:1", to: "shadow")
    #expect(try machine.run(["spool-all"]).status == 0)
    let spool = "\(machine.spools)/anna"
    try Data().write(to: URL(filePath: "\(spool)/old.msg"))
    switch change {
    case .none: break
    case .password: try machine.write("anna:$y$2:1", to: "shadow")
    case .home, .homeAndPassword:
      // The new one exists while the old one does, so they differ.
      try FileManager.default.moveItem(atPath: home, toPath: home + ".old")
      try machine.bench.makeDirectory("home")
      if change == .homeAndPassword { try machine.write("anna:!:1", to: "shadow") }
    case .homeUnknown:
      try FileManager.default.removeItem(atPath: home)
      try machine.write("anna:$y$2:1", to: "shadow")
    case .removed: try machine.use(["ben:x:4001:4001::/:/bin/sh"], isLocal: true)
    case .server:
      try machine.use([account])
      try machine.write("", to: "passwd")
    }
    let run = try machine.run(["spool-all"])
    #expect(machine.bench.files(below: spool) == (stays ? ["old.msg"] : []), "\(run)")
    let aside = machine.bench.files(below: "\(machine.spools)/.gone")
    #expect(aside.map { $0.hasSuffix("/old.msg") } == (stays ? [] : [true]))
    #expect(run.errors.contains("the spool of an earlier account anna is now") == !stays)
    if change == .homeAndPassword {
      #expect(try machine.entries(spool).isEmpty)
      #expect(try machine.bench.mode(of: "\(machine.spools)/.gone") == S_IFDIR | 0o700)
      #expect(try machine.bench.mode(of: "\(machine.spools)/.accounts") == S_IFDIR | 0o700)
    }
  }

  @Test func `the spool of an earlier account with this name and another uid is set aside`() throws
  {
    // The user of the tests owns the directory, and the account has another uid.
    let machine = try Machine(["anna:x:4001:4001:Anna:/home/anna:/bin/bash"])
    try machine.bench.makeDirectory("spool/anna")
    try Data().write(to: URL(filePath: "\(machine.spools)/anna/old.msg"))
    _ = try machine.run(["start", "4001"])
    #expect(machine.bench.files(below: "\(machine.spools)/.gone").count == 1)
    #expect(machine.bench.files(below: "\(machine.spools)/anna").isEmpty)
  }

  @Test(arguments: [0o777, 0o775, 0o1777])
  func `a parent directory that others may write to is refused`(mode: Int) throws {
    let machine = try Machine()
    chmod(machine.slots, mode_t(mode))
    chmod(machine.spools, mode_t(mode))
    #expect(try machine.run(["start", uid]).status == 1)
    #expect(try machine.entries(machine.slots).isEmpty)
    #expect(try machine.entries(machine.spools).isEmpty)
  }

  @Test(arguments: [
    [], ["start"], ["start", ""], ["start", "anna"], ["start", "-1"], ["start", "99999999999"],
    ["stop", "1;id"], ["explode", "1"], ["spool-all", "1"],
  ])
  func `wrong usage is exit status 64`(arguments: [String]) throws {
    #expect(try Machine().run(arguments).status == 64)
  }
}
