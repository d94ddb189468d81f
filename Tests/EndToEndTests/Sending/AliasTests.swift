// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `messngr name` on a machine with several users: they add aliases, find them, and delete them.
@Suite struct AliasTests {
  private let machine: Machine

  init() throws {
    machine = try Machine(
      ["ann", "ben"], strangers: ["cat"], groups: ["wheel": ["ann", "ben"], "empty": []])
  }

  private func name(as user: String, _ arguments: String...) throws -> Finished {
    try machine.run("messngr", ["name"] + arguments, as: user)
  }

  @Test func `an alias reaches its owner, from all senders and in any case`()
    throws
  {
    let agents = try [machine.startAgent(of: "ann"), machine.startAgent(of: "ben")]
    #expect(try name(as: "ann", "OPS", "add").status == 0)
    for (sender, name) in [("ben", "OPS"), ("cat", "ops"), ("root", "Ops")] {
      let sent = try machine.netsend(as: sender, name, "from \(sender)")
      #expect(sent.status == 0, "\(sent.errors)")
    }
    #expect(try machine.texts(of: "ann") == ["from ben", "from cat", "from root"])
    #expect(try machine.texts(of: "ben") == [])
    _ = agents
  }

  @Test func `aliases are listed: those of the user, and those of all users`() throws {
    let agents = try [machine.startAgent(of: "ann"), machine.startAgent(of: "ben")]
    for (user, alias) in [("ann", "night"), ("ann", "OPS"), ("ben", "a.b c"), ("ben", "größe")] {
      #expect(try name(as: user, alias).status == 0)
    }
    #expect(try name(as: "ann").output == "NIGHT           ann\nOPS             ann\n")
    let all = try name(as: "cat", "list").output
    #expect(
      all == "A.B C           ben\nGRÖßE           ben\nNIGHT           ann\nOPS             ann\n")
    #expect(
      try name(as: "ann", "--json").output.split(separator: "\n").last ?? ""
        == #"{"name":"OPS","user":"ann","uid":\#(machine["ann"].uid)}"#)
    _ = agents
  }

  @Test func `each refusal has Windows's code`() throws {
    let agents = try [machine.startAgent(of: "ann"), machine.startAgent(of: "ben")]
    #expect(try name(as: "ann", "OPS").status == 0)
    let host = String(Machine.hostName.prefix { $0 != "." })
    let cases: [(user: String, words: [String], status: Int32, text: String)] = [
      ("ann", ["OPS", "add"], 77, "(2276)"), ("ann", ["ops."], 77, "(2276)"),
      ("ann", ["ann"], 77, "(2276)"), ("ann", ["Ann.."], 77, "(2276)"),
      ("ben", ["ops", "add"], 77, "ops is taken by ann (2297)"), ("ben", ["OPS..."], 77, "(2297)"),
      ("ben", ["cat"], 77, "(2297)"), ("ben", ["ROOT"], 77, "(2297)"),
      ("ben", ["root."], 77, "(2297)"),
      ("ben", ["OPS", "delete"], 67, "(2285)"), ("ben", ["nothing", "delete"], 67, "(2285)"),
      ("ben", ["ben", "delete"], 77, "(2278)"),
      ("cat", ["LAB"], 69, "(2284)"), ("cat", ["LAB", "delete"], 69, "(2284)"),
      ("ann", ["sixteen-letters."], 64, "longer than 15 bytes (87)"),
      ("ann", ["ääääääää"], 64, "longer than 15 bytes (87)"), ("ann", ["..."], 64, "(87)"),
      ("ann", ["a/b"], 64, "is not a name"), ("ann", ["../x"], 64, "is not a name"),
      ("ann", ["LAB", "rename"], 64, "neither add nor delete"),
    ]
    for (user, words, status, text) in cases {
      let finished = try machine.run("messngr", ["name"] + words, as: user)
      #expect(finished.status == status, "\(user) \(words): \(finished.errors)")
      #expect(finished.errors.contains(text), "\(user) \(words): \(finished.errors)")
    }
    if host.utf8.count <= 15 {
      #expect(try name(as: "ann", host).errors.contains("(2276)"))
      #expect(try name(as: "ann", host, "delete").errors.contains("(2278)"))
    }
    #expect(try name(as: "ann", "list").output == "OPS             ann\n")
    _ = agents
  }

  @Test func `an alias is free when its owner deletes it, or the owner's agent ends`() throws {
    let ben = try machine.startAgent(of: "ben")
    let first = try machine.startAgent(of: "ann")
    #expect(try name(as: "ann", "OPS").status == 0)
    #expect(try name(as: "ann", "ops", "delete").status == 0)
    #expect(try name(as: "ben", "OPS").status == 0)
    #expect(try name(as: "ben", "OPS", "delete").status == 0)

    #expect(try name(as: "ann", "OPS").status == 0)
    first.signal(SIGKILL)
    try first.finish()
    #expect(try machine.netsend(as: "cat", "OPS", "to no user").status == 67)
    #expect(try name(as: "ben", "OPS").status == 0)
    #expect(try machine.netsend(as: "cat", "OPS", "to ben").status == 0)
    #expect(try machine.texts(of: "ben") == ["to ben"])
    // Ann's next agent begins without aliases: an old claim does not hold again.
    let second = try machine.startAgent(of: "ann")
    #expect(try name(as: "ann").output == "")
    #expect(try name(as: "ann", "list").output == "OPS             ben\n")
    ben.signal(SIGTERM)
    try ben.finish()
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: machine.slots(of: "ben")) == [
        "messngr.lock"
      ])
    _ = second
  }

  @Test
  func `of two users who add an alias at the same moment, one gets it and the other an error`()
    throws
  {
    let agents = try [machine.startAgent(of: "ann"), machine.startAgent(of: "ben")]
    for number in 1...15 {
      let words = [machine.path(of: "messngr"), "name", "RACE\(number)"]
      let both = try [machine.start(words, as: "ann"), machine.start(words, as: "ben")]
      let results = try both.map { try $0.finish() }
      #expect(results.map(\.status).sorted() == [0, 77], "\(results.map(\.errors))")
      let winner = results[0].status == 0 ? "ann" : "ben"
      #expect(
        try name(as: "cat", "list").output.contains("RACE\(number)".padded + winner + "\n"))
    }
    _ = agents
  }

  @Test func `a user has at most 256 aliases, also with files made by hand`() throws {
    let agents = try [machine.startAgent(of: "ann"), machine.startAgent(of: "ben")]
    try machine.shell(
      "cd /run/mailslot/ann && for i in $(seq 256); do : > n$i.alias; done", as: "ann")
    #expect(try name(as: "ann").output.split(separator: "\n").count == 256)
    let refused = try name(as: "ann", "ONE-MORE")
    #expect(refused.status == 73)
    #expect(refused.errors.contains("(2277)"))
    try machine.shell(
      "cd /run/mailslot/ann && for i in $(seq 999); do : > m$i.alias; done", as: "ann")
    #expect(try name(as: "ann").output.split(separator: "\n").count == 256)
    #expect(try machine.netsend(as: "cat", "m999", "x").status == 67)
    #expect(try name(as: "ben", "m999").status == 0)
    #expect(try machine.netsend(as: "cat", "m999", "for ben").status == 0)
    #expect(try machine.texts(of: "ben") == ["for ben"])
    _ = agents
  }

  @Test func `a file made by hand takes no login name, machine name or alias of another user`()
    throws
  {
    let agents = try [machine.startAgent(of: "ann"), machine.startAgent(of: "ben")]
    #expect(try name(as: "ann", "OPS").status == 0)
    let host = String(Machine.hostName.prefix { $0 != "." }).lowercased()
    try machine.shell(
      "cd /run/mailslot/ben && touch -d 1970-01-01 ops.alias ann.alias root.alias \(host).alias .alias",
      as: "ben")
    for name in ["OPS", "ann", "OPS.", "ANN"] {
      #expect(try machine.netsend(as: "cat", name, "to \(name)").status == 0)
    }
    #expect(try machine.netsend(as: "cat", host, "to all").status == 0)
    #expect(try machine.netsend(as: "cat", "...", "x").status == 67)
    #expect(try machine.texts(of: "ann") == ["to ANN", "to OPS", "to OPS.", "to all", "to ann"])
    #expect(try machine.texts(of: "ben") == ["to all"])
    _ = agents
  }

  @Test func `a group reaches its members; /users and * reach all users`() throws {
    let agent = try machine.startAgent(of: "ann")
    for name in ["@wheel", "@WHEEL", "/users", "*"] {
      let sent = try machine.netsend(as: "cat", "--json", name, "to \(name)")
      #expect(sent.status == 0, "\(sent.errors)")
    }
    #expect(try machine.texts(of: "ann") == ["to *", "to /users", "to @WHEEL", "to @wheel"])
    // Ben is away.
    #expect(try machine.spooled(for: "ben").count == 4)
    #expect(try machine.netsend(as: "cat", "@nothing", "x").status == 67)
    #expect(try machine.netsend(as: "cat", "@empty", "x").status == 67)
    _ = agent
  }
}

extension String {
  /// The name, filled up to the width of its column in the list.
  fileprivate var padded: String { padding(toLength: 16, withPad: " ", startingAt: 0) }
}
