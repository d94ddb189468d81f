// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What `eve`, who has a spool herself, may try with the spools of other users.
@Suite struct SpoolAttackTests {
  private let machine: Machine

  init() throws {
    machine = try Machine(
      ["ann", "ben", "eve"], strangers: ["dan"], groups: ["crew": ["ann", "ben", "eve"]])
  }

  private func path(of user: String) -> String { "/var/spool/messngr/\(user)" }

  // MARK: Messages of other senders

  @Test(arguments: ["ben", "root"])
  func `a message to eve that eve moves into ann's spool is refused`(sender: String) throws {
    #expect(try machine.netsend(as: sender, "eve", "you are dismissed").status == 0)
    let moved = try machine.shell(
      "mv \(path(of: "eve"))/*.msg \(path(of: "ann"))/\(String(repeating: "e", count: 32)).msg",
      as: "eve")
    #expect(moved.status == 0, "\(moved.errors)")
    #expect(try machine.netsend(as: sender, "ann", "lunch?").status == 0)
    let agent = try machine.startAgent(of: "ann", ["--display", "terminal"])
    try agent.wait(for: "lunch?", in: .output)
    try agent.wait(for: "refused in the spool", in: .errors)
    #expect(try machine.texts(of: "ann") == ["lunch?"])
    #expect(try machine.spooled(for: "ann") == [])
  }

  @Test func `a message in a spool that does not name the recipient's uid is refused`() throws {
    // No pair, no value, a name, another uid, a negative number.
    let uid = machine["ann"].uid
    for (number, end) in ["", "for=", "for=ann\\0", "for=\(uid + 1)\\0", "for=-1\\0"].enumerated() {
      try machine.shell(
        "printf 'ben\\0ann\\0x\\0messngr=1\\0\(end)' >\(path(of: "ann"))/$(printf %032x \(number)).msg",
        as: "eve")
    }
    try machine.shell("chmod 1644 \(path(of: "ann"))/0*.msg", as: "root")
    try machine.shell(
      """
      cd \(path(of: "ann")) && f=$(printf %032x 9).msg
      printf 'ben\\0ann\\0mine\\0messngr=1\\0for=\(uid)\\0' >.mine && chmod 1644 .mine && mv .mine $f
      """, as: "eve")
    let agent = try machine.startAgent(of: "ann", ["--display", "terminal"])
    try agent.wait(for: "mine", in: .output)
    #expect(try machine.inbox(of: "ann").compactMap { $0["senderName"] as? String } == ["eve"])
    #expect(try machine.spooled(for: "ann") == [])
  }

  /// Ben's program writes bytes that eve chose into a file that she can move.
  @Test func `a file of another program of ben's in ann's spool is no message of his`() throws {
    let file = "\(path(of: "eve"))/backup"
    try machine.shell(
      "printf 'ben\\0ann\\0forged\\0messngr=1\\0for=\(machine["ann"].uid)\\0' >\(file)", as: "ben")
    let moved = try machine.shell(
      "mv \(file) \(path(of: "ann"))/\(String(repeating: "e", count: 32)).msg", as: "eve")
    #expect(moved.status == 0, "\(moved.errors)")
    #expect(try machine.netsend(as: "ben", "ann", "lunch?").status == 0)
    let agent = try machine.startAgent(of: "ann", ["--display", "terminal"])
    try agent.wait(for: "lunch?", in: .output)
    try agent.wait(for: "refused in the spool", in: .errors)
    #expect(try machine.texts(of: "ann") == ["lunch?"])
    #expect(try machine.spooled(for: "ann") == [])
  }

  // MARK: File names of other messages

  @Test func `a member of a group cannot keep the message from the other members`() throws {
    let id = String(repeating: "c", count: 32)
    // Eve knows the id, as each member does once the message is there.
    try machine.python(
      """
      import os
      for user in ("ann", "ben"):
          os.chdir("/var/spool/messngr/" + user)
          open("\(id).msg", "wb").close()
          for pid in range(1, 32768): open(".\(id).%d" % pid, "wb").close()
      """, as: "eve")
    let sent = try machine.netsend(as: "root", "--id", id, "@crew", "the disk is full")
    #expect(sent.status == 0, "\(sent.errors)")
    for user in ["ann", "ben"] {
      let agent = try machine.startAgent(of: user, ["--display", "terminal"])
      try agent.wait(for: "the disk is full", in: .output)
      _ = agent
    }
    #expect(try machine.spooled(for: "eve").allSatisfy { !$0.contains(id) })
  }

  // MARK: Junk

  /// The seconds of CPU that a process has used: proc_pid_stat(5).
  private func seconds(of process: Program) throws -> Double {
    let text = try String(contentsOfFile: "/proc/\(process.pid)/stat", encoding: .utf8)
    let fields = text.split(separator: ")").last?.split(separator: " ").map(String.init) ?? []
    return (Double(fields[11]) ?? 0) / 100 + (Double(fields[12]) ?? 0) / 100
  }

  static let junk = [
    ("unfinished files", "open('.%d' % n, 'wb').close()", 30_000),
    ("full directories", "os.makedirs('d%d/x' % n)", 20_000),
    ("files of no message", "open('d%d' % n, 'wb').close()", 20_000),
  ]

  @Test(arguments: junk)
  func `junk in a spool costs the agent little time`(
    name: String, script: String, count: Int
  ) throws {
    // In memory: to remove the junk from a disk takes half a minute.
    try machine.shell(
      "mount -t tmpfs -o mode=1733,uid=\(machine["ann"].uid) junk \(path(of: "ann"))")
    try machine.python(
      """
      import os
      os.chdir("\(path(of: "ann"))")
      for n in range(\(count)): \(script)
      """, as: "eve")
    let agent = try machine.startAgent(of: "ann", ["--display", "terminal"])
    #expect(try machine.netsend(as: "ben", "--no-spool", "ann", "before").status == 0)
    let start = try (seconds(of: agent), ContinuousClock.now)
    // Ten renamed files a second: each one wakes the agent.
    try machine.python(
      """
      import os, time
      os.chdir("\(path(of: "ann"))")
      for n in range(50):
          open(".x", "wb").close(); os.rename(".x", "x%d" % n)
          # The pace of the attack.
          time.sleep(0.1)
      """, as: "eve")
    let used = try seconds(of: agent) - start.0
    let time = start.1.duration(to: .now)
    print("\(name): \(used) s of CPU in \(time)")
    #expect(used < 0.25 * (Double(time.components.seconds) + 1), "\(name): \(used) s")
    let sent = try machine.shell(
      "printf 'ben\\0ann\\0after\\0messngr=1\\0for=\(machine["ann"].uid)\\0' >\(path(of: "ann"))/.z && chmod 1644 \(path(of: "ann"))/.z && mv \(path(of: "ann"))/.z \(path(of: "ann"))/\(String(repeating: "d", count: 32)).msg",
      as: "ben")
    #expect(sent.status == 0)
    try agent.wait(for: "after", in: .output)
    let left = try machine.shell("ls -A \(path(of: "ann")) | grep -cv ^d").output
    #expect(Int(left.dropLast()).map { $0 <= 256 } == true, "\(left)")
  }

  // MARK: Links

  @Test(arguments: [
    ".local/state/messngr/spool", ".local/state/messngr", ".local/state", ".local",
  ])
  func `root follows no link of dan's to a directory of root`(link: String) throws {
    let target = "\(machine.folder)/precious"
    let rest = ".local/state/messngr/spool".dropFirst(link.count)
    try machine.make("\(target)\(rest)", for: machine["root"], mode: 0o755)
    let made = try machine.shell(
      "cd \(machine["dan"].home) && mkdir -p $(dirname \(link)) && ln -s \(target) \(link)",
      as: "dan")
    #expect(made.status == 0, "\(made.errors)")
    let sent = try machine.netsend(as: "root", "dan", "for dan only")
    #expect(sent.status == 77, "\(sent.status) \(sent.output)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(target)\(rest)") == [])
  }

  @Test func `root writes to a spool that dan owns, and not to one that root owns`() throws {
    let spool = "\(machine["dan"].home)/.local/state/messngr/spool"
    try machine.shell("mkdir -p -m 700 \(spool)", as: "dan")
    #expect(try machine.netsend(as: "root", "dan", "x").status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: spool).count == 1)
    chown(spool, 0, 0)
    #expect(try machine.netsend(as: "root", "dan", "x").status == 77)
  }
}
