// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What one user of a machine may try against another: `eve` attacks `ann`, to whom `ben` sends.
@Suite struct AttackTests {
  private let machine: Machine

  init() throws { machine = try Machine(["ann", "ben", "eve"]) }

  // MARK: Paths

  static let trespasses = [
    ("making a directory with the name of another user", "mkdir /run/mailslot/dan"),
    ("making a spool with the name of another user", "mkdir /var/spool/messngr/dan"),
    ("putting a mailslot into the directory of another user", "touch /run/mailslot/ann/messngr2"),
    ("putting an alias into the directory of another user", "touch /run/mailslot/ann/ops.alias"),
    ("removing the mailslot of another user", "rm -f /run/mailslot/ann/messngr"),
    (
      "putting a link over the mailslot of another user",
      "ln -sf /dev/null /run/mailslot/ann/messngr"
    ),
    ("moving the directory of another user", "mv /run/mailslot/ann /run/mailslot/eve/ann"),
    ("holding the lock of another user's mailslot", "flock -n /run/mailslot/ann/messngr.lock true"),
    ("listing the spool of another user", "ls /var/spool/messngr/ann"),
    ("reading a message in the spool of another user", "cat /var/spool/messngr/ann/*.msg"),
    ("reading the directory of another user's spool", "cd /var/spool/messngr/ann && cat ."),
    ("removing a message from the spool of another user", "rm /var/spool/messngr/ann/*.msg"),
    ("moving the spool of another user", "mv /var/spool/messngr/ann /var/spool/messngr/eve/ann"),
    (
      "reading the inbox of another user",
      "cat $(getent passwd ann | cut -d: -f6)/.local/state/messngr/inbox.sqlite"
    ),
  ]

  @Test func `a user cannot reach what belongs to another user`() throws {
    let agent = try machine.startAgent(of: "ann")
    for (deed, script) in Self.trespasses {
      #expect(try machine.shell(script, as: "eve").status != 0, "\(deed)")
    }
    try machine.tell("still here")
    #expect(try machine.texts(of: "ann") == ["still here"])
    _ = agent
  }

  @Test func `another user cannot change or remove a message in the spool, even by its name`()
    throws
  {
    try machine.tell("waiting")
    let name = try #require(try machine.spooled(for: "ann").first { $0.hasSuffix(".msg") })
    let path = "/var/spool/messngr/ann/\(name)"
    // Reading is not tried: the mode is 0644, and the random name is the protection.
    for script in [
      "echo x >>\(path)", ": >\(path)", "rm -f \(path) && ! test -e \(path)",
      "mv -f /etc/hostname \(path)", "mv \(path) /tmp/\(name)",
      "cp /etc/hostname /var/spool/messngr/ann/.x && mv -f /var/spool/messngr/ann/.x \(path)",
    ] {
      #expect(try machine.shell(script, as: "eve").status != 0, "\(script)")
    }
    let agent = try machine.startAgent(of: "ann", ["--display", "terminal"])
    try agent.wait(for: "waiting", in: .output)
    #expect(try machine.inbox(of: "ann").first?["senderName"] as? String == "ben")
  }

  /// The machine is set up wrongly: all users may make directories where only root should.
  @Test(arguments: [
    "mkdir /run/mailslot/ann", "mkdir -m 777 /run/mailslot/ann",
    "ln -s /run/mailslot/eve /run/mailslot/ann",
    "ln -s /tmp /run/mailslot/ann", "touch /run/mailslot/ann", "mkfifo /run/mailslot/ann",
  ])
  func `a user who makes the directory of another user gets none of her messages`(deed: String)
    throws
  {
    let root = "\(machine.folder)/run/mailslot"
    chmod(root, 0o1777)
    try FileManager.default.removeItem(atPath: machine.slots(of: "ann"))
    let eve = try machine.startAgent(of: "eve")
    #expect(try machine.shell(deed, as: "eve").status == 0)
    try machine.shell("cp -r /run/mailslot/eve/. /run/mailslot/ann/ 2>/dev/null", as: "eve")
    // Eve's mailslot, in a directory that has ann's name.
    let slot = try machine.start(
      [
        "/usr/bin/python3", "-c",
        """
        import socket, sys
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try: s.bind("/run/mailslot/ann/messngr")
        except OSError: pass
        print("ready", flush=True)
        print("got", s.recv(9999), flush=True)
        """,
      ], as: "eve")
    try slot.wait(for: "ready", in: .output)
    // The spool is ann's own, so netsend writes the message there.
    try machine.tell("for ann only")
    let refused = try machine.netsend(as: "ben", "--no-spool", "ann", "for ann only")
    #expect([67, 77].contains(refused.status), "\(refused.errors)")
    slot.signal(SIGKILL)
    #expect(!(try slot.finish().output.contains("got")))
    #expect(try machine.texts(of: "eve") == [])
    // Ann's agent takes another directory for its mailslot, and finds the message in the spool.
    let agent = try machine.startAgent(of: "ann", ["--display", "terminal"])
    try agent.wait(for: "for ann only", in: .output)
    _ = eve
  }

  // MARK: Names

  @Test(arguments: [
    "../eve", "../../tmp", "..", ".", "/", "ann/../eve", "ann/messngr", #"..\eve"#, "-h", "@", "",
    "\u{1B}[31m", "*x", "ann\nben",
  ])
  func `a name that leads out of its directory is refused`(name: String) throws {
    let sent = try machine.netsend(as: "eve", "--to", name, "--", "x")
    #expect([64, 67, 69].contains(sent.status), "\(sent.status) \(sent.errors)")
    #expect(!sent.errors.contains("\u{1B}"))
    let agent = try machine.startAgent(of: "eve")
    #expect(try machine.run("messngr", ["name", "add", "--", name], as: "eve").status != 0)
    let slots = try FileManager.default.contentsOfDirectory(atPath: machine.slots(of: "eve"))
    #expect(slots.sorted() == ["messngr", "messngr.lock"])
    _ = agent
  }

  // MARK: Senders

  @Test func `no user can send or write a receipt in the name of another user`() throws {
    let agent = try machine.startAgent(of: "ann")
    #expect(
      try machine.netsend(
        as: "eve", "--from", "ben", "--id", String(repeating: "a", count: 32), "ann", "x"
      )
      .status == 0)
    #expect(
      try machine.netsend(
        as: "ben", "--id", String(repeating: "a", count: 32), "ann", "the real one"
      )
      .status == 0)
    try machine.python(
      """
      import socket
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.connect("/run/mailslot/ann/messngr")
      s.send(b"root\\0ann\\0y\\0messngr=1\\0origin=datagram 192.0.2.1\\0")
      """, as: "eve")
    try machine.tell("z")
    let senders = try machine.inbox(of: "ann").map {
      "\($0["from"] as? String ?? "") \($0["senderName"] as? String ?? "") \($0["text"] as? String ?? "")"
    }
    #expect(
      senders == ["ben ben z", "root eve y", "ben ben the real one", "ben eve x"], "\(senders)")
    _ = agent
  }

  @Test func `no user can retract or replace the message of another user`() throws {
    let agent = try machine.startAgent(of: "ann")
    let id = String(repeating: "b", count: 32)
    #expect(try machine.netsend(as: "ben", "--id", id, "ann", "the disk is full").status == 0)
    _ = try machine.netsend(as: "eve", "--retract", id, "ann", "x")
    _ = try machine.netsend(as: "eve", "--replaces", id, "ann", "all is well")
    let record = try machine.inbox(of: "ann").first { $0["id"] as? String == id }
    #expect(record?["text"] as? String == "the disk is full")
    #expect(record?["state"] as? String != "retracted")
    _ = agent
  }

  @Test func `a sender that does not read its receipts delays no other sender`() throws {
    let agent = try machine.startAgent(of: "ann")
    let deaf = try machine.start(
      [
        "/usr/bin/python3", "-c",
        """
        import array, socket, sys, time
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        far.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.connect("/run/mailslot/ann/messngr")
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [far.fileno()]))]
        for n in range(3000):
            s.sendmsg([b"EVE\\0ann\\0%d\\0messngr=1\\0receipt=read\\0" % n], rights)
        print("sent", flush=True)
        sys.stdin.read()
        """,
      ], as: "eve")
    try machine.tell("meanwhile")
    try deaf.wait(for: "sent", in: .output)
    try machine.tell("afterwards")
    #expect(try machine.texts(of: "ann").count == 3002)
    _ = agent
  }

  @Test
  func
    `with a stopped agent and a full queue, a sender waits for its deadline and loses no message`()
    throws
  {
    let agent = try machine.startAgent(of: "ann")
    agent.signal(SIGSTOP)
    let flood = try machine.python(
      """
      import socket
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.connect("/run/mailslot/ann/messngr")
      s.setblocking(False)
      n = 0
      try:
          while True:
              s.send(b"EVE\\0ann\\0flood\\0"); n += 1
      except BlockingIOError: print(n)
      """, as: "eve")
    #expect((Int(flood.output.split(separator: "\n").first ?? "") ?? 0) > 0)
    let sent = try machine.netsend(as: "ben", "--deadline", "2", "ann", "in time")
    #expect(sent.status == 0)
    #expect(sent.duration < .seconds(5))
    #expect(try machine.spooled(for: "ann").count == 1)
    let refused = try machine.netsend(as: "ben", "--deadline", "1", "--no-spool", "ann", "x")
    #expect(refused.status == 73, "\(refused.errors)")
    #expect(refused.duration < .seconds(4))
    agent.signal(SIGCONT)
    try machine.tell("after")
    try machine.waitUntilSpoolIsRead(by: "ann")
    #expect(Set(try machine.texts(of: "ann")).isSuperset(of: ["in time", "after", "flood"]))
  }

  @Test func `a sender who fills a quota fills no quota of another sender`() throws {
    let configuration = "\(machine["ann"].home)/.config/messngr"
    try machine.make(configuration, for: machine["ann"], mode: 0o700)
    try "sender-messages: 20\n".write(
      toFile: configuration + "/config.yaml", atomically: false, encoding: .utf8)
    chown(configuration + "/config.yaml", machine["ann"].uid, machine["ann"].uid)
    for directory in [".config"] {
      chown("\(machine["ann"].home)/\(directory)", machine["ann"].uid, machine["ann"].uid)
    }
    let agent = try machine.startAgent(of: "ann")
    var status: [Int32] = []
    for number in 1...22 {
      // The quota counts for the uid that the kernel proves, not for the claimed name.
      let sent = try machine.netsend(as: "eve", "--from", "ben", "ann", "\(number)")
      status.append(sent.status)
    }
    #expect(status == Array(repeating: 0, count: 20) + [73, 73])
    try machine.tell("room enough")
    #expect(try machine.inbox(of: "ann").count == 21)
    _ = agent
  }
}
