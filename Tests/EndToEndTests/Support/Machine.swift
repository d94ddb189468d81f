// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A machine for one test, with users of its own: its `/etc/passwd`, `/run` and `/var/spool` are not
/// those of the machine outside.
///
/// It is a mount namespace, so all paths are those of a real machine, and its programs need no
/// variables. The kernel treats the users as real ones.
final class Machine {
  /// A user of the machine.
  struct User {
    let name: String
    let uid: UInt32
    let home: String
  }

  /// The machine's name, as the programs in it know it.
  static let hostName = ProcessInfo.processInfo.hostName

  /// The directory of all its files; inside and outside it has the same path.
  let folder: String

  /// The users, by their names.
  private(set) var users: [String: User] = [:]

  private let keeper: Program

  /// Makes a machine.
  ///
  /// - Parameters:
  ///   - names: The users. Each has a directory for mailslots and a spool, as after a login on a machine
  ///     where Messngr is installed for all users.
  ///   - strangers: Users who have neither.
  ///   - groups: Members by groups.
  init(
    _ names: [String], strangers: [String] = [], groups: [String: [String]] = [:]
  ) throws {
    try #require(
      geteuid() == 0, "this test makes users of its own: run it as root (sudo swift test)")
    folder = FileManager.default.temporaryDirectory.appending(path: "machine-\(UUID())").path
    let folder = folder
    for path in [
      "etc", "home", "programs", "run/mailslot", "run/user", "run/dbus", "run/lock",
      "spool/messngr",
      "spool/cron/crontabs", "etc/cron.d",
    ] {
      try FileManager.default.createDirectory(
        atPath: "\(folder)/\(path)", withIntermediateDirectories: true)
    }
    chmod(folder, 0o755)
    var passwd = "root:x:0:0:root:\(folder)/home/root:/bin/sh\n"
    var group = "root:x:0:\n"
    var shadow = "root:*:19000:0:99999:7:::\n"
    // Uids that no user of the machine outside and no other test has.
    let first = UInt32.random(in: 100_000...2_000_000_000)
    for (index, name) in (["root"] + names + strangers).enumerated() {
      let uid = name == "root" ? 0 : first + UInt32(index)
      users[name] = User(name: name, uid: uid, home: "\(folder)/home/\(name)")
      guard uid != 0 else { continue }
      passwd += "\(name):x:\(uid):\(uid)::\(folder)/home/\(name):/bin/sh\n"
      group += "\(name):x:\(uid):\n"
      shadow += "\(name):*:19000:0:99999:7:::\n"
    }
    for (index, (name, members)) in groups.enumerated() {
      group += "\(name):x:\(first + 1000 + UInt32(index)):\(members.joined(separator: ","))\n"
    }
    for (name, text) in ["passwd": passwd, "group": group, "shadow": shadow, "crontab": ""] {
      try text.write(toFile: "\(folder)/etc/\(name)", atomically: false, encoding: .utf8)
    }
    let script = """
      set -e
      cd '\(folder)'
      mount --bind '\(Sandbox.programs.path)' programs
      for file in passwd group shadow crontab cron.d; do
        ! [ -e /etc/$file ] || mount --bind etc/$file /etc/$file
      done
      mount --bind spool /var/spool
      mount --rbind run /run
      echo ready
      exec sleep infinity
      """
    keeper = try Program(
      "/usr/bin/unshare", ["--mount", "--propagation", "private", "/bin/sh", "-c", script],
      environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], package: "util-linux")
    try #require(
      try keeper.firstLine() == "ready",
      "this test makes a mount namespace: run it where unshare(2) is allowed (CAP_SYS_ADMIN)")
    for user in users.values {
      try make(user.home, for: user, mode: 0o700)
      try make("\(folder)/run/user/\(user.uid)", for: user, mode: 0o700)
      guard !strangers.contains(user.name) else { continue }
      try make(slots(of: user.name), for: user, mode: 0o755)
      try make(spool(of: user.name), for: user, mode: 0o1733)
    }
  }

  deinit {
    keeper.end()
    try? FileManager.default.removeItem(atPath: folder)
  }

  // MARK: Paths

  /// The user of that name.
  subscript(name: String) -> User { users[name] ?? User(name: name, uid: .max, home: "/") }

  /// The directory of a user's mailslots, seen from outside.
  func slots(of user: String) -> String { "\(folder)/run/mailslot/\(user)" }

  /// The spool of a user, seen from outside.
  func spool(of user: String) -> String { "\(folder)/spool/messngr/\(user)" }

  /// The names of the files in a spool.
  func spooled(for user: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: spool(of: user)).sorted()
  }

  /// Makes a directory that a user owns.
  func make(_ path: String, for user: User, mode: mode_t) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    chown(path, user.uid, user.uid)
    chmod(path, mode)
  }

  // MARK: Programs

  /// The path of a program of this package.
  func path(of program: String) -> String { "\(folder)/programs/\(program)" }

  /// The words before a command line with which root runs it inside.
  var launcher: [String] { ["/usr/bin/nsenter", "--target", "\(keeper.pid)", "--mount", "--"] }

  /// Starts a program as a user, with these variables and no others.
  func start(
    _ command: [String], as user: String = "root", _ variables: [String: String] = [:],
    input: [UInt8]? = nil
  ) throws -> Program {
    let user = self[user]
    var words = Array(launcher.dropFirst())
    if user.uid != 0 {
      words += [
        "/usr/bin/setpriv", "--reuid", "\(user.uid)", "--regid", "\(user.uid)", "--clear-groups",
        "--bounding-set", "-all", "--inh-caps", "-all", "--",
      ]
    }
    return try Program(
      launcher[0], words + command, environment: variables, input: input,
      package: "util-linux")
  }

  /// Runs a program of this package as a user, with an empty environment.
  @discardableResult
  func run(
    _ program: String, _ arguments: [String], as user: String, input: [UInt8]? = nil
  ) throws -> Finished {
    try start([path(of: program)] + arguments, as: user, input: input).finish()
  }

  /// Runs a shell script as a user; it finds the programs of this package by their names.
  @discardableResult
  func shell(_ script: String, as user: String = "root") throws -> Finished {
    try start(["/bin/sh", "-c", script], as: user, ["PATH": "\(folder)/programs:/usr/bin:/bin"])
      .finish()
  }

  /// Runs a Python script as a user.
  @discardableResult
  func python(_ script: String, as user: String) throws -> Finished {
    try start(["/usr/bin/python3", "-c", script], as: user).finish()
  }

  /// Starts the agent of a user and waits until it listens.
  func startAgent(
    of user: String, _ arguments: [String] = ["--display", "none"],
    adding variables: [String: String] = [:]
  ) throws -> Program {
    let environment = ["HOME": self[user].home, "PATH": "/usr/bin:/bin", "TZ": "UTC"]
    let agent = try start(
      [path(of: "messngrd")] + arguments, as: user, environment.merging(variables) { $1 })
    try agent.wait(for: "listening", in: .errors)
    return agent
  }
}
