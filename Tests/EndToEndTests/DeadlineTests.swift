// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `--deadline` is the longest that a send takes, whatever the recipient does: `ben` is a recipient
/// who tries to hold up `ann`.
@Suite struct DeadlineTests {
  private let machine: Machine

  init() throws { machine = try Machine(["ann", "ben", "eve"]) }

  /// A recipient of its own making: it reads its mailslot, and does something with the receipt.
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
  func `holding up a sender by what arrives on its channel`(
    behaviour: (name: String, script: String), kernel: String
  ) throws {
    let recipient = try machine.start(
      [
        "/usr/bin/python3", "-c",
        """
        \(HostilePeer.prelude)
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
  func `holding up a sender by signals`(kernel: String) throws {
    let recipient = try machine.start(
      [
        "/usr/bin/python3", "-c",
        "\(HostilePeer.prelude)\n\(Self.recipient)\nready()\ntime.sleep(600)",
      ], as: "ben")
    try recipient.wait(for: "ready", in: .output)
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

  @Test func `holding up a sender by a mailslot that is full`() throws {
    let recipient = try machine.start(
      [
        "/usr/bin/python3", "-c",
        "\(HostilePeer.prelude)\n\(Self.recipient)\nready()\ntime.sleep(600)",
      ], as: "ben")
    try recipient.wait(for: "ready", in: .output)
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

  /// Who is away gets the copy in the spool at once, whatever other recipients of the message do.
  @Test func `holding up a message to somebody else`() throws {
    let recipient = try machine.start(
      [
        "/usr/bin/python3", "-c",
        "\(HostilePeer.prelude)\n\(Self.recipient)\nready()\ntime.sleep(600)",
      ], as: "ben")
    try recipient.wait(for: "ready", in: .output)
    let sender = try machine.start(
      [machine.path(of: "netsend"), "--to", "ben", "--to", "eve", "hello"], as: "ann")
    let start = ContinuousClock.now
    try eventually("a copy in the spool of who is away") {
      try !machine.spooled(for: "eve").isEmpty
    }
    #expect(start.duration(to: .now) < .seconds(2))
    #expect(try sender.finish().status == 0)
    #expect(try machine.spooled(for: "ben").count == 1)
  }

  // MARK: Tools

  private func fill(_ user: String) throws {
    let filled = try machine.python(
      """
      \(HostilePeer.prelude)
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
    ["/usr/bin/python3", "-c", HostilePeer.launcher, kernel, mode] + command
  }

  /// Expects that a send with a deadline of one second takes no more than a tenth longer.
  ///
  /// A machine that is busy may be late once: what is late each time is too late.
  private func expectInTime(
    _ what: String, _ kernel: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ start: () throws -> Program
  ) throws {
    var times: [Double] = []
    repeat {
      let sent = try start().finish()
      let seconds = sent.output.split(separator: "\n").last?.split(separator: " ").last
      let time = try #require(seconds.flatMap { Double($0) }, "\(sent)")
      times.append(time)
      if time <= 1.1 { return }
    } while times.count < 4
    Issue.record("\(what), kernel \(kernel): \(times) seconds", sourceLocation: sourceLocation)
  }
}
