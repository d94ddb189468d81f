// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A user who sends as many uids, or without end: the messages of other users still arrive.
@Suite(.serialized) struct CrowdAttackTests {
  private let machine: Machine

  init() throws { machine = try Machine(["ann", "ben", "eve"]) }

  /// Sends from many uids without an account, as a user with a range of them for containers can.
  private func crowd(_ count: Int, _ messages: Int) throws -> Finished {
    try machine.python(
      """
      import os, socket
      for uid in range(3000000000, 3000000000 + \(count)):
          if os.fork() == 0:
              os.setgid(uid); os.setuid(uid)
              s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
              s.connect("/run/mailslot/ann/messngr")
              for n in range(\(messages)): s.send(b"CROWD\\0ann\\0%d of %d\\0" % (n, uid))
              os._exit(0)
          os.wait()
      """, as: "root")
  }

  @Test func `1,500 uids of containers get the popups of one sender, and take none from another`()
    throws
  {
    let agent = try machine.startAgent(of: "ann", ["--display", "terminal"])
    let start = ContinuousClock.now
    #expect(try crowd(1500, 4).status == 0)
    let seconds = Int(start.duration(to: .now).components.seconds)
    let sent = try machine.netsend(as: "ben", "--until", "shown", "ann", "hello")
    #expect(sent.status == 0 && sent.duration < .seconds(6), "\(sent.errors)")
    try eventually("the end of the work") {
      try machine.inbox(of: "ann").count == 6001
    }
    try agent.wait(for: "more from users without an account", in: .output)
    agent.signal(SIGTERM)
    let shown = try agent.finish().output
    let popups = shown.split(separator: "\n").count { $0.hasPrefix("Message from CROWD") }
    // Five, one in each two seconds, and a few more.
    #expect(popups <= 10 + seconds / 2, "\(popups) popups in \(seconds) s")
    #expect(shown.contains("hello"))
    print("popups of 1,500 uids:", popups)
  }

  @Test func `all uids without an account have one quota together`() throws {
    try machine.configure("ann", "sender-messages: 20\n")
    let agent = try machine.startAgent(of: "ann")
    #expect(try crowd(30, 4).status == 0)
    for number in 1...20 {
      #expect(try machine.netsend(as: "ben", "ann", "\(number)").status == 0)
    }
    #expect(try machine.inbox(of: "ann").count == 40)
    _ = agent
  }

  @Test func `a user who sends without end does not delay another user`() throws {
    let agent = try machine.startAgent(of: "ann")
    let flood = try machine.start(
      [
        "/usr/bin/python3", "-c",
        """
        import os, socket, sys, time
        for process in range(3):
            if os.fork() == 0: break
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.connect("/run/mailslot/ann/messngr")
        end = time.monotonic() + 30
        body = b"EVE\\0ann\\0" + b"x" * 200 + b"\\0"
        print("flooding", flush=True)
        n = 0
        while time.monotonic() < end:
            s.send(body); n += 1
        """,
      ], as: "eve")
    try flood.wait(for: "flooding", in: .output)
    var durations: [Duration] = []
    for number in 1...20 {
      let sent = try machine.netsend(as: "ben", "--no-spool", "ann", "\(number)")
      #expect(sent.status == 0, "\(sent.errors)")
      durations.append(sent.duration)
    }
    #expect(durations.allSatisfy { $0 < .seconds(2) }, "\(durations)")
    print("beside a flood:", durations.max() ?? .zero)
    flood.signal(SIGKILL)
    _ = agent
  }
}
