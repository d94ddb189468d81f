// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inbox
import TestSupport
import Testing

/// One user sends 100,000 messages, while another user's messages arrive in time.
@Suite(.serialized) struct FloodTests {
  private let sandbox: Sandbox
  private let bus: PrivateBus

  init() throws {
    sandbox = try Sandbox()
    bus = try PrivateBus()
  }

  /// Sends a number of messages as another user, and counts the receipts.
  private static let flooder = """
    import array, collections, os, socket, sys
    path, count = sys.argv[1], int(sys.argv[2])
    os.setgid(65534); os.setuid(65534)
    outcomes = collections.Counter()
    slot = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); slot.connect(path)
    def collect(pairs):
        for near in pairs:
            packet = near.recv(4096)
            near.close()
            word = packet.split(b"\\0")[1].decode() if packet else "closed"
            outcomes[word] += 1
    pairs = []
    for number in range(count):
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        slot.sendmsg([b"FLOOD\\0ops\\0flood %d\\0" % number],
            [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [far.fileno()]))])
        far.close()
        pairs.append(near)
        if len(pairs) == 200:
            collect(pairs); pairs = []
    collect(pairs)
    print(dict(outcomes))
    """

  /// Sends a message each second as a third user, and measures the time until each is shown.
  private static let other = """
    import array, os, socket, sys, time
    path, end = sys.argv[1:]
    os.setgid(65533); os.setuid(65533)
    slot = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); slot.connect(path)
    number = 0
    while not os.path.exists(end):
        number += 1
        begin = time.monotonic()
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        slot.sendmsg([b"OTHER\\0ops\\0other %d\\0messngr=1\\0receipt=shown\\0" % number],
            [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [far.fileno()]))])
        far.close()
        while True:
            packet = near.recv(4096)
            if not packet or b"state=shown" in packet: break
        print(int((time.monotonic() - begin) * 1000) if packet else -1, flush=True)
        near.close()
        time.sleep(1)
    """

  @Test(.enabled(if: geteuid() == 0, "only root can send as several users"))
  func `100,000 messages of one user are stored, with few popups, and delay no other user`()
    throws
  {
    let isSmall = Sanitizer.isOn
    let count = isSmall ? 10_000 : 100_000
    let desktop = try DunstDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    let start = ContinuousClock.now
    let end = sandbox.folder.appending(path: "end")
    let other = try Program(
      "/usr/bin/python3", ["-c", Self.other, sandbox.mailslot().path, end.path], package: "python3")
    let flooder = try Program(
      "/usr/bin/python3", ["-c", Self.flooder, sandbox.mailslot().path, "\(count)"],
      package: "python3")
    let outcome = try flooder.finish()
    let duration = start.duration(to: .now)
    try Data().write(to: end)
    let times = try other.finish().output.split(separator: "\n").compactMap { Int($0) }
    #expect(outcome.output == "{'state=stored': \(count)}\n", "\(outcome.errors)")
    #expect(!times.isEmpty)
    #expect(times.allSatisfy { (0...2000).contains($0) }, "\(times)")
    let inbox = try sandbox.openInbox()
    try eventually("the end of the work") { try inbox.counts().unshown == 0 }
    #expect(try inbox.counts().total == count + times.count)
    try inbox.close()
    let shown = try desktop.history()
    let floods = Set(shown.filter { $0.summary.contains("FLOOD") }.map(\.id))
    // Five at once, then one each two seconds, one that counts the rest, and one to spare.
    let seconds = Int(duration.components.seconds) + 1
    #expect(floods.count <= 5 + seconds / 2 + 2, "\(floods.count) popups in \(duration)")
    #expect(shown.filter { $0.body.hasPrefix("other ") }.count == times.count)
    let status = try String(contentsOfFile: "/proc/\(agent.pid)/status", encoding: .utf8)
    let memory = status.split(separator: "\n").filter {
      $0.hasPrefix("VmHWM") || $0.hasPrefix("RssAnon")
    }
    print("flood of \(count) in \(duration):", memory, "others shown after ms:", times)
    _ = agent
  }
}
