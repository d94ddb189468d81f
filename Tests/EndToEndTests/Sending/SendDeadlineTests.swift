// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `--deadline` bounds a send against everything that a recipient does: `ben` tries to delay `ann`.
@Suite struct SendDeadlineTests {
  private let machine: Machine

  init() throws { machine = try Machine(["ann", "ben", "eve"]) }

  /// A recipient's own program: it reads the mailslot, and misuses the receipt channel.
  private static let recipient = #"""
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.bind("/run/mailslot/ben/messngr")
    os.chmod("/run/mailslot/ben/messngr", 0o666)
    STORED = b"messngr-receipt=1\0state=stored\0"
    def channel():
        text, numbers, flags, peer = socket.recv_fds(s, 70000, 8)
        return socket.socket(fileno=numbers[0])
    def send(c, *words):
        try: return c.sendmsg(*words) > 0
        except OSError: return False
    """#

  /// What the recipient does with the channel `c`.
  static let behaviours = [
    ("says nothing", "time.sleep(60)"),
    ("says that it is stored, again and again", "while send(c, [STORED]): pass"),
    ("sends what is no receipt, again and again", "while send(c, [b'x' * 60000]): pass"),
    ("sends what is no receipt, now and then", "while send(c, [b'x']): time.sleep(0.02)"),
    ("sends nothing, again and again", "while send(c, [b'']): time.sleep(0.001)"),
    ("sends a socket that lingers", "send(c, [STORED], rights(lingering())); time.sleep(60)"),
    (
      "hides a socket that lingers",
      "send(c, [b'x'], rights(nested(lingering()))); send(c, [STORED]); time.sleep(60)"
    ),
    (
      "sends sockets that linger, one behind another",
      "while send(c, [b'x'], rights(lingering())): pass\ntime.sleep(60)"
    ),
  ]

  @Test(arguments: behaviours, ["new", "old"])
  func `a sender keeps its deadline against all that arrives on its receipt channel`(
    behaviour: (name: String, script: String), kernel: String
  ) throws {
    let recipient = try machine.start(
      [
        "/usr/bin/python3", "-c",
        """
        \(HostileScript.prelude)
        \(Self.recipient)
        ready()
        while True:
            c = channel()
            def act(c=c):
                \(behaviour.script.replacingOccurrences(of: "\n", with: "\n        "))
            threading.Thread(target=act, daemon=True).start()
        """,
      ], as: "ben")
    try recipient.wait(for: "ready", in: .output)
    for goal in ["stored", "read"] {
      try expectInTime(behaviour.name, kernel) {
        try machine.start(
          Self.timed(
            kernel,
            [
              machine.path(of: "netsend"), "--no-spool", "--deadline", "1", "--until", goal,
              "ben", "hello",
            ]), as: "ann")
      }
    }
  }

  @Test(arguments: ["new", "old"])
  func `a sender keeps its deadline while signals arrive`(kernel: String) throws {
    let recipient = try startSilentRecipient()
    defer { recipient.end() }
    for isFull in [false, true] {
      if isFull { try fill("ben") }
      try expectInTime("signals", kernel) {
        try machine.start(
          Self.timed(
            kernel,
            [
              machine.path(of: "netsend"), "--no-spool", "--deadline", "1", "ben", "hello",
            ], mode: "--interrupt"), as: "ann")
      }
    }
  }

  @Test func `a sender keeps its deadline with a full mailslot`() throws {
    let recipient = try startSilentRecipient()
    defer { recipient.end() }
    try fill("ben")
    try expectInTime("full", "new") {
      try machine.start(
        Self.timed(
          "new",
          [
            machine.path(of: "netsend"), "--no-spool", "--deadline", "1", "ben", "hello",
          ]), as: "ann")
    }
  }

  /// A recipient who is away gets the copy in the spool at once.
  @Test func `a silent recipient does not delay the message to another one`() throws {
    let recipient = try startSilentRecipient()
    defer { recipient.end() }
    let sender = try machine.start(
      [machine.path(of: "netsend"), "--to", "ben", "--to", "eve", "hello"], as: "ann")
    let start = ContinuousClock.now
    try eventually("a copy in eve's spool") {
      try !machine.spooled(for: "eve").isEmpty
    }
    #expect(start.duration(to: .now) < .seconds(2) * Sanitizer.slowdown)
    #expect(try sender.finish().status == 0)
    #expect(try machine.spooled(for: "ben").count == 1)
  }

  // MARK: Other waits

  /// Commands that wait in vain, and the exit status of each.
  static let commands: [(what: String, command: String, status: Int32)] = [
    (
      "standard input that has no end",
      "(printf x; sleep 20) | $TIMED programs/netsend --deadline 1 ben", 75
    ),
    (
      "standard input that trickles",
      "(while printf x; do sleep 0.05; done) | $TIMED programs/netsend --deadline 1 ben", 75
    ),
    (
      "a directory service that is silent",
      "echo 'exec sleep 20' >$getent; $TIMED programs/netsend --deadline 1 nosuchname hello", 67
    ),
    (
      "a directory service that trickles",
      "echo 'while printf x; do sleep 0.05; done' >$getent; "
        + "$TIMED programs/netsend --deadline 1 nosuchname hello", 67
    ),
    (
      "a directory service that trickles the members of a group",
      "echo 'while printf x; do sleep 0.05; done' >$getent; "
        + "$TIMED programs/netsend --deadline 1 @nosuchgroup hello", 67
    ),
    (
      "a mailslot that is not there",
      "(while touch run/mailslot/ann/x && rm run/mailslot/ann/x; do :; done) & "
        + "$TIMED programs/mailslot write nosuch --wait --timeout 1000 hello; status=$?; kill $!; "
        + "exit $status", 67
    ),
    (
      "a mailslot that is full",
      "$TIMED programs/mailslot write messngr --user ben --timeout 1000 hello", 73
    ),
    (
      "a mailslot to which nothing is written",
      "$TIMED programs/mailslot read empty --timeout 1000", 75
    ),
    (
      "a mailslot to which only what is too long is written",
      "(while true; do programs/mailslot write long 0123456789 2>/dev/null; done) & "
        + "$TIMED programs/mailslot read long --max-size 3 --timeout 1000; status=$?; kill $!; "
        + "exit $status", 75
    ),
  ]

  @Test(arguments: commands, ["--time", "--interrupt"])
  func `a command that waits in vain keeps its deadline`(
    command: (what: String, command: String, status: Int32), mode: String
  ) throws {
    let recipient = try startSilentRecipient()
    defer { recipient.end() }
    try fill("ben")
    let getent = "\(machine.folder)/getent"
    try "#!/bin/sh\nexit 2\n".write(toFile: getent, atomically: false, encoding: .utf8)
    chmod(getent, 0o777)
    try machine.shell("mount --bind \(getent) /usr/bin/getent")
    let launcher = "\(machine.folder)/launcher"
    try HostileScript.launcher.write(toFile: launcher, atomically: false, encoding: .utf8)
    try expectInTime(command.what, mode) {
      try machine.start(
        [
          "/bin/sh", "-c",
          """
          cd \(machine.folder)
          getent=getent
          echo '#!/bin/sh' >$getent
          TIMED="python3 launcher new \(mode)"
          \(command.command.replacingOccurrences(of: "programs/", with: "\(machine.folder)/programs/")
            .replacingOccurrences(of: " >$getent", with: " >>$getent"))
          """,
        ], as: "ann", ["PATH": "/usr/bin:/bin"])
    } and: { finished in
      #expect(finished.status == command.status, "\(command.what): \(finished)")
    }
  }

  // MARK: Tools

  /// Starts a recipient that never reads its mailslot.
  private func startSilentRecipient() throws -> Program {
    let recipient = try machine.start(
      [
        "/usr/bin/python3", "-c",
        "\(HostileScript.prelude)\n\(Self.recipient)\nready()\ntime.sleep(600)",
      ], as: "ben")
    try recipient.wait(for: "ready", in: .output)
    return recipient
  }

  private func fill(_ user: String) throws {
    let filled = try machine.python(
      """
      \(HostileScript.prelude)
      to = slot("\(user)")
      to.setblocking(False)
      try:
          while True: to.send(body("eve", "full"))
      except BlockingIOError: pass
      """, as: "eve")
    try #require(filled.status == 0, "\(filled.errors)")
  }

  private static func timed(
    _ kernel: String, _ command: [String], mode: String = "--time"
  ) -> [String] {
    ["/usr/bin/python3", "-c", HostileScript.launcher, kernel, mode] + command
  }

  /// Expects that a send with a deadline of one second takes no more than a tenth longer.
  ///
  /// A busy machine may be late once, so a late send is repeated up to three times.
  private func expectInTime(
    _ what: String, _ kernel: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ start: () throws -> Program, and check: (Finished) -> Void = { _ in }
  ) throws {
    let limit = Sanitizer.isOn ? 3 : 1.1
    var times: [Double] = []
    repeat {
      let sent = try start().finish()
      let seconds = sent.output.split(separator: "\n").last?.split(separator: " ").last
      let time = try #require(seconds.flatMap { Double($0) }, "\(sent)")
      times.append(time)
      check(sent)
      if time <= limit { return }
    } while times.count < 4
    Issue.record("\(what), kernel \(kernel): \(times) seconds", sourceLocation: sourceLocation)
  }
}
