// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `eve` passes hostile descriptors with messages to `ann`, while `ben` sends and receives.
@Suite struct ReceiptAttackTests {
  private let machine: Machine

  init() throws { machine = try Machine(["ann", "ben", "eve"]) }

  private func hostile(_ script: String, as user: String = "eve") throws -> Program {
    try machine.start(
      [
        "/usr/bin/python3", "-c",
        "\(HostileScript.prelude)\n\(script)\nready('done')\nsys.stdin.read()",
      ],
      as: user, input: nil)
  }

  // MARK: Writing in the name of the agent's owner

  /// The socket is connected to ben's mailslot between the agent's check of it and its receipt.
  @Test func `the agent writes no receipt to the mailslot of another user`() throws {
    let victim = try machine.startAgent(of: "ann")
    let other = try machine.startAgent(of: "ben")
    let attack = try hostile(
      """
      libc = ctypes.CDLL(None)
      probe = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      child = os.fork()
      if child == 0:
          ben = struct.pack("H", socket.AF_UNIX) + b"/run/mailslot/ben/messngr\\0"
          none = struct.pack("H", 0) + bytes(14)
          while os.getppid() != 1:
              libc.connect(probe.fileno(), ben, len(ben))
              libc.connect(probe.fileno(), none, len(none))
      to = slot("ann")
      message = body("eve", "probe", id="00112233445566778899aabbccddeeff", receipt="shown")
      for n in range(20000): to.sendmsg([message], rights(probe))
      os.kill(child, signal.SIGKILL)
      """)
    try attack.wait(for: "done", in: .output)
    #expect(try machine.netsend(as: "eve", "ann", "all has been read").status == 0)
    #expect(try machine.inbox(of: "ben").isEmpty)
    #expect(try machine.texts(of: "ann") == ["all has been read", "probe"])
    _ = (victim, other)
  }

  /// Descriptors that are no end of a socketpair(2): the agent closes them and writes to none.
  @Test(arguments: [
    ("a datagram socket without a peer", "socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)"),
    ("a datagram socket to a mailslot", "slot('ben')"),
    ("a pair of datagram sockets", "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0]"),
    ("a stream socket without a peer", "socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)"),
    ("a TCP connection", "lingering()"), ("a pipe", "os.pipe()[1]"),
    ("a file", "os.open('/tmp', os.O_TMPFILE | os.O_RDWR)"),
  ])
  func `the agent writes receipts to the end of a socket pair only`(
    what: String, descriptor: String
  ) throws {
    let victim = try machine.startAgent(of: "ann")
    let other = try machine.startAgent(of: "ben")
    let attack = try hostile(
      """
      for n in range(10):
          kept.append(\(descriptor))
          slot("ann").sendmsg([body("eve", str(n))], rights(kept[-1]))
      """)
    try attack.wait(for: "done", in: .output)
    #expect(try machine.netsend(as: "ben", "--no-spool", "ann", "hello").status == 0)
    #expect(try machine.inbox(of: "ann").count == 11, "\(what)")
    #expect(try machine.inbox(of: "ben").isEmpty, "\(what)")
    _ = (victim, other)
  }

  // MARK: Delaying the intake

  @Test(
    arguments: [
      "lingering()", "nested(lingering())", "nested(nested(lingering()))",
    ], ["new", "old"])
  func `sockets whose close takes an hour do not stop the intake`(
    descriptor: String, kernel: String
  ) throws {
    let victim = try machine.start(
      [
        "/usr/bin/python3", "-c", HostileScript.launcher, kernel, "/usr/bin/prlimit",
        "--nofile=1024", machine.path(of: "messngrd"), "--display", "none",
      ], as: "ann", ["HOME": machine["ann"].home])
    try victim.wait(for: "listening", in: .errors)
    let attack = try hostile(
      """
      # Here the last close lingers, too: the timer ends that.
      signal.signal(signal.SIGALRM, lambda *_: None)
      signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
      to = slot("ann")
      for n in range(400):
          s = \(descriptor)
          to.sendmsg([body("eve", "%d" % n, receipt="shown")], rights(s))
          s.close()
      """)
    for number in 0..<10 {
      let sent = try machine.netsend(as: "ben", "--no-spool", "ann", "hello \(number)")
      #expect(sent.status == 0, "\(sent.errors)")
      #expect(sent.duration < .seconds(2) * Sanitizer.slowdown)
    }
    try attack.wait(for: "done", in: .output)
    let sent = try machine.netsend(as: "ben", "--no-spool", "ann", "hello behind it")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(sent.duration < .seconds(2) * Sanitizer.slowdown)
    let start = ContinuousClock.now
    victim.signal(SIGTERM)
    #expect(try victim.finish().status == 0)
    #expect(start.duration(to: .now) < .seconds(5) * Sanitizer.slowdown)
    #expect(try machine.texts(of: "ann").filter { $0.hasPrefix("hello") }.count == 11)
  }
}
