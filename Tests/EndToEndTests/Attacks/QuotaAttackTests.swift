// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `eve` tries to fill the disk of `ann`, or to make her lose messages of `ben`.
@Suite(.serialized) struct QuotaAttackTests {
  private let machine: Machine

  init() throws { machine = try Machine(["ann", "ben", "eve"]) }

  /// Sends bodies to ann's mailslot and counts what comes back.
  private static let prelude = """
    import array, collections, socket
    slot = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    slot.connect("/run/mailslot/ann/messngr")
    outcomes = collections.Counter()
    def send(text, *pairs):
        body = b"EVE\\0ann\\0" + text + b"\\0messngr=1\\0" + b"".join(p + b"\\0" for p in pairs)
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        slot.sendmsg([body],
            [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [far.fileno()]))])
        far.close()
        packet = near.recv(4096)
        outcomes[packet.split(b"\\0")[1].decode() if packet else "closed"] += 1
        near.close()
    title = b"title=" + b"T" * 16000
    """

  static let chains: [(name: String, script: String)] = [
    ("messages that expire at once", #"send(b"x", b"expires=0", title)"#),
    (
      "messages that replace each other",
      #"send(b"x", b"id=%032x" % (n + 1), b"replaces=%032x" % n, title)"#
    ),
    (
      "messages that take each other back",
      #"send(b"x", b"id=%032x" % (n + 1), b"retracts=%032x" % n, title)"#
    ),
    ("long titles", #"send(b"x", title)"#),
    ("long icons", #"send(b"x", b"icon=/" + b"i" * 16000)"#),
    ("long categories", #"send(b"x", b"category=" + b"c" * 16000)"#),
    ("bytes in no encoding", #"send(b"\xff" * 16000)"#),
  ]

  @Test(arguments: chains)
  func `no chain of messages stores more than the quota`(name: String, script: String) throws {
    try machine.configure("ann", "sender-bytes: 1 MiB\n")
    let agent = try machine.startAgent(of: "ann")
    let sent = try machine.python(
      "\(Self.prelude)\nfor n in range(400): \(script)\nprint(dict(outcomes))", as: "eve")
    // 6 MiB and more: the agent stores each in place of a settled one, or refuses it with a code.
    let counts = sent.output
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(!counts.contains("closed") && !counts.contains("{}"), "\(name): \(counts)")
    let stored = try machine.inbox(of: "ann").reduce(0) { sum, record in
      sum
        + ["title", "icon", "category", "text", "rawText"].reduce(0) {
          $0 + ((record[$1] as? String)?.utf8.count ?? 0)
        }
    }
    // Base64 makes raw bytes a third longer.
    #expect(stored <= 1_500_000, "\(name): \(stored) bytes")
    let file = "\(machine["ann"].home)/.local/state/messngr/inbox.sqlite"
    let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
    #expect(try #require(size) < 4 << 20)
    #expect(try machine.netsend(as: "ben", "ann", "room enough").status == 0)
    print(name, counts, stored, size ?? 0)
    _ = agent
  }

  @Test func `a sender whose messages are read can always send more`() throws {
    try machine.configure("ann", "sender-messages: 5\n")
    let agent = try machine.startAgent(of: "ann")
    for round in 1...4 {
      for number in 1...5 {
        #expect(try machine.netsend(as: "ben", "ann", "\(round) \(number)").status == 0)
      }
      #expect(try machine.netsend(as: "ben", "ann", "too many").status == 73)
      #expect(try machine.run("messngr", ["read", "--all"], as: "ann").status == 0)
    }
    #expect(try machine.texts(of: "ann") == (1...5).map { "4 \($0)" })
    _ = agent
  }

  // MARK: Acknowledged by the spool

  @Test func `a message in the spool waits there until the inbox has room, and the log says so`()
    throws
  {
    try machine.configure("ann", "sender-messages: 2\nlargest-message: 100\n")
    for number in 1...6 {
      #expect(try machine.netsend(as: "eve", "ann", "eve \(number)").status == 0)
    }
    #expect(try machine.netsend(as: "ben", "ann", String(repeating: "b", count: 200)).status == 0)
    let agent = try machine.startAgent(of: "ann")
    try agent.wait(for: "left in the spool until there is room", in: .errors)
    try eventually("ben's message") { try machine.inbox(of: "ann").count == 3 }
    #expect(try machine.spooled(for: "ann").count { $0.hasSuffix(".msg") } == 4)
    // The log names the sender and how many messages wait.
    agent.signal(SIGTERM)
    let log = try agent.finish().errors
    #expect(log.contains("uid=\(machine["eve"].uid)") && log.contains("count=4"), "\(log)")
    var texts = Set(try machine.texts(of: "ann"))
    for _ in 1...2 {
      #expect(try machine.run("messngr", ["read", "--all"], as: "ann").status == 0)
      let next = try machine.startAgent(of: "ann")
      try eventually("two more") {
        let count = try machine.inbox(of: "ann").count { $0["unread"] as? Bool == true }
        texts.formUnion(try machine.texts(of: "ann"))
        return count == 2
      }
      next.signal(SIGTERM)
      try next.finish()
    }
    #expect(texts.count == 7, "\(texts)")
    #expect(try machine.spooled(for: "ann").count { $0.hasSuffix(".msg") } == 0)
  }

  @Test func `300 messages that wait for room do not delay the messages behind them`() throws {
    try machine.configure("ann", "sender-messages: 2\n")
    #expect(
      try machine.shell("for n in $(seq 300); do netsend ann $n || exit 1; done", as: "eve").status
        == 0)
    #expect(try machine.netsend(as: "ben", "ann", "behind").status == 0)
    let agent = try machine.startAgent(of: "ann")
    try eventually("ben's message") { try machine.texts(of: "ann").contains("behind") }
    #expect(try machine.inbox(of: "ann").count == 3)
    #expect(try machine.spooled(for: "ann").count { $0.hasSuffix(".msg") } == 298)
    _ = agent
  }

  @Test func `the agent removes a denied sender's message from the spool, and the log says so`()
    throws
  {
    try machine.configure("ann", "deny: [eve]\n")
    #expect(try machine.netsend(as: "eve", "ann", "not wanted").status == 0)
    #expect(try machine.netsend(as: "ben", "ann", "wanted").status == 0)
    let agent = try machine.startAgent(of: "ann")
    try agent.wait(for: "the sender is denied", in: .errors)
    try eventually("ben's message") { try machine.texts(of: "ann") == ["wanted"] }
    #expect(try machine.spooled(for: "ann").count { $0.hasSuffix(".msg") } == 0)
    _ = agent
  }
}
