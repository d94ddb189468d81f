// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Descriptors that come with a message in place of a receipt channel: they delay no other sender.
@Suite struct HostileDescriptorTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  /// What the scripts have in common: `send(*descriptors)` sends a message that comes with them.
  private static let prelude = """
    import array, ctypes, os, socket, struct, sys, tempfile, threading
    path = sys.argv[1]
    slot = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); slot.connect(path)
    count = 0
    def send(*descriptors, receipt=b"shown"):
        global count
        count += 1
        body = b"HOSTILE\\0ops\\0hostile %d\\0messngr=1\\0receipt=%s\\0" % (count, receipt)
        rights = array.array("i", [getattr(d, "fileno", lambda: d)() for d in descriptors])
        slot.sendmsg([body], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
    """

  /// Descriptors, and how many messages are sent with them.
  static let cases: [(name: String, script: String, count: Int)] = [
    ("a pipe without a reader", "r, w = os.pipe(); send(w); send(r)", 2),
    (
      "a file, a directory, a device",
      "send(os.open(tempfile.mkstemp()[1], os.O_RDWR)); send(os.open('/', os.O_RDONLY)); "
        + "send(os.open('/dev/null', os.O_RDWR))", 3
    ),
    (
      "a socket whose buffer is full",
      """
      a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM); b.setblocking(False)
      try:
          while True: b.send(b'x' * 65536)
      except BlockingIOError: pass
      b.setblocking(True)
      for n in range(3): send(b)
      """, 3
    ),
    (
      "250 descriptors at once",
      "r, w = os.pipe()\nfor n in range(20): send(*[w] * 250)", 20
    ),
    (
      "500 receipts that are never over",
      """
      pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for n in range(500)]
      for near, far in pairs:
          send(far, receipt=b"answered")
          far.close()
      states = [near.recv(4096) for near, far in pairs]
      assert all(b"state=stored" in state for state in states), states
      """, 500
    ),
    (
      "a cycle of sockets in their own queues",
      """
      for n in range(50):
          a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
          rights = array.array("i", [a.fileno(), b.fileno()])
          a.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
          b.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
          send(a, b)
          a.close(); b.close()
      """, 50
    ),
    ("the mailslot itself", "send(slot)\nsend(slot)", 2),
  ]

  private func start(_ script: String, _ arguments: String...) throws -> Program {
    // The script keeps its descriptors until the test ends it.
    let last = "print('sent', flush=True)\nthreading.Event().wait()"
    return try Program(
      "/usr/bin/python3",
      ["-c", [Self.prelude, script, last].joined(separator: "\n"), sandbox.mailslot().path]
        + arguments,
      package: "python3")
  }

  @Test(arguments: cases)
  func `the agent stores the message, and serves other senders`(
    name: String, script: String, count: Int
  ) throws {
    let agent = try sandbox.startAgent()
    let hostile = try start(script)
    try hostile.wait(for: "sent", in: .output)
    let finished = try sandbox.netsend(sandbox.user, "from another sender")
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(finished.duration < .seconds(5))
    #expect(try sandbox.inbox().count == count + 1)
    #expect(try descriptorCount(agent) < 64 + 64)
    hostile.signal(SIGKILL)
    try hostile.finish()
    agent.signal(SIGTERM)
    #expect(try agent.finish().status == 0)
  }

  private func descriptorCount(_ agent: Program) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/\(agent.pid)/fd").count
  }

  @Test(
    .enabled(if: geteuid() == 0 && access("/dev/fuse", R_OK | W_OK) == 0, "only root can mount"),
    .timeLimit(.minutes(3)), arguments: [4, 100, 500], ["new", "old"])
  func `a file whose close never ends delays no other sender`(
    count: Int, kernel: String
  ) throws {
    try sandbox.makeSpool()
    let agent = try sandbox.startAgent(onKernel: kernel)
    let files = try SilentFileSystem(at: sandbox.folder.appending(path: "fuse").path)
    let hostile = try start(
      "file = os.open(sys.argv[2] + '/file', os.O_RDWR)\nfor n in range(\(count)): send(file)",
      files.path)
    try hostile.wait(for: "sent", in: .output)
    try files.waitForClose()
    for number in 1...5 {
      let finished = try sandbox.netsend(sandbox.user, "from another sender \(number)")
      #expect(finished.status == 0, "\(finished.errors)")
      #expect(finished.duration < .seconds(2) * Sanitizer.slowdown)
    }
    try eventually("all messages in the inbox") {
      try sandbox.inbox().count == count + 5
    }
    files.end()
    hostile.signal(SIGKILL)
    agent.signal(SIGTERM)
    #expect(try agent.finish().status == 0)
  }
}
