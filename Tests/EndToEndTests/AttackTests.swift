// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What one user of a machine may try against another, with the kernel between them: `eve` against
/// `ann`, whom `ben` has something to tell.
@Suite struct AttackTests {
  private let machine: Machine

  init() throws { machine = try Machine(["ann", "ben", "eve"]) }

  // MARK: Paths

  static let trespasses = [
    ("making a directory in somebody's name", "mkdir /run/mailslot/dan"),
    ("making a spool in somebody's name", "mkdir /var/spool/messngr/dan"),
    ("putting a mailslot into somebody's directory", "touch /run/mailslot/ann/messngr2"),
    ("putting a name into somebody's directory", "touch /run/mailslot/ann/ops.alias"),
    ("taking somebody's mailslot away", "rm -f /run/mailslot/ann/messngr"),
    ("putting something over somebody's mailslot", "ln -sf /dev/null /run/mailslot/ann/messngr"),
    ("taking somebody's directory away", "mv /run/mailslot/ann /run/mailslot/eve/ann"),
    ("holding the lock of somebody's mailslot", "flock -n /run/mailslot/ann/messngr.lock true"),
    ("looking at somebody's mail", "ls /var/spool/messngr/ann"),
    ("reading somebody's mail", "cat /var/spool/messngr/ann/*.msg"),
    ("watching somebody's mail come", "cd /var/spool/messngr/ann && cat ."),
    ("taking somebody's mail away", "rm /var/spool/messngr/ann/*.msg"),
    ("taking somebody's spool away", "mv /var/spool/messngr/ann /var/spool/messngr/eve/ann"),
    (
      "reading somebody's inbox",
      "cat $(getent passwd ann | cut -d: -f6)/.local/state/messngr/inbox.sqlite"
    ),
  ]

  @Test func `what belongs to somebody else is out of reach`() throws {
    let agent = try machine.startAgent(of: "ann")
    for (deed, script) in Self.trespasses {
      #expect(try machine.shell(script, as: "eve").status != 0, "\(deed)")
    }
    try machine.tell("still here")
    #expect(try machine.texts(of: "ann") == ["still here"])
    _ = agent
  }

  @Test func `mail that waits is read, changed and removed by nobody else, even by name`() throws {
    try machine.tell("waiting")
    let name = try #require(try machine.spooled(for: "ann").first { $0.hasSuffix(".msg") })
    let path = "/var/spool/messngr/ann/\(name)"
    // Who knows the random name may read a file of mode 0644: nobody can know it.
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

  /// A machine set up wrongly: everybody may make directories where only root should.
  @Test(arguments: [
    "mkdir /run/mailslot/ann", "mkdir -m 777 /run/mailslot/ann",
    "ln -s /run/mailslot/eve /run/mailslot/ann",
    "ln -s /tmp /run/mailslot/ann", "touch /run/mailslot/ann", "mkfifo /run/mailslot/ann",
  ])
  func `who takes somebody's place before they log in gets no mail`(deed: String) throws {
    let root = "\(machine.folder)/run/mailslot"
    chmod(root, 0o1777)
    try FileManager.default.removeItem(atPath: machine.slots(of: "ann"))
    let eve = try machine.startAgent(of: "eve")
    #expect(try machine.shell(deed, as: "eve").status == 0)
    try machine.shell("cp -r /run/mailslot/eve/. /run/mailslot/ann/ 2>/dev/null", as: "eve")
    // A mailslot of eve's in a directory in ann's name.
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
    // The spool is ann's own, and takes it.
    try machine.tell("for ann only")
    let refused = try machine.netsend(as: "ben", "--no-spool", "ann", "for ann only")
    #expect([67, 77].contains(refused.status), "\(refused.errors)")
    slot.signal(SIGKILL)
    #expect(!(try slot.finish().output.contains("got")))
    #expect(try machine.texts(of: "eve") == [])
    // Ann's agent finds another place, and her mail.
    let agent = try machine.startAgent(of: "ann", ["--display", "terminal"])
    try agent.wait(for: "for ann only", in: .output)
    _ = eve
  }

  // MARK: Names

  @Test(arguments: [
    "../eve", "../../tmp", "..", ".", "/", "ann/../eve", "ann/messngr", #"..\eve"#, "-h", "@", "",
    "\u{1B}[31m", "*x", "ann\nben",
  ])
  func `a name that leads out of its directory is no name`(name: String) throws {
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

  @Test func `nobody answers, or speaks, in another's name`() throws {
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

  @Test func `nobody takes another's message back, or another's place in it`() throws {
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

  @Test func `a sender that does not read its receipts holds nobody up`() throws {
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

  @Test func `a full queue of a stopped agent costs a sender its deadline, and no message`() throws
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

  @Test func `who has filled a quota has filled nobody else's`() throws {
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
      // Under whatever name: it is the kernel's word that counts.
      let sent = try machine.netsend(as: "eve", "--from", "ben", "ann", "\(number)")
      status.append(sent.status)
    }
    #expect(status == Array(repeating: 0, count: 20) + [73, 73])
    try machine.tell("room enough")
    #expect(try machine.inbox(of: "ann").count == 21)
    _ = agent
  }
}
