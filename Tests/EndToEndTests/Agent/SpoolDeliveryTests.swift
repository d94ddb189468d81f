// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The agent takes messages from the spool into the inbox, and removes everything else.
@Suite struct SpoolDeliveryTests {
  private let sandbox: Sandbox
  private let spool: URL

  init() throws {
    sandbox = try Sandbox()
    spool = try sandbox.makeSpool()
  }

  private static let id = "00112233445566778899aabbccddeeff"

  private func drop(_ text: String, as name: String) throws {
    let temporary = spool.appending(path: ".tmp-\(UUID().uuidString)")
    try Data("SPOOL\0ops\0\(text)\0messngr=1\0for=\(geteuid())\0".utf8).write(to: temporary)
    chmod(temporary.path, 0o1644)
    guard rename(temporary.path, spool.appending(path: name).path) == 0 else {
      throw TestProcessError.system(errno)
    }
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: spool.path)
  }

  @Test func `the agent takes messages from before its start, and those that come while it runs`()
    throws
  {
    try drop("before", as: "\(Self.id).msg")
    let agent = try sandbox.startAgent(["--display", "terminal"])
    try agent.wait(for: "before", in: .output)
    try drop("during", as: "\(String(repeating: "a", count: 32)).msg")
    try agent.wait(for: "during", in: .output)
    try eventually("an empty spool") { try names().isEmpty }
    #expect(try sandbox.inbox().count == 2)
  }

  @Test func `the same identifier in the mailslot and in the spool is one message`() throws {
    let agent = try sandbox.startAgent(["--display", "terminal"])
    #expect(try sandbox.netsend("--id", Self.id, sandbox.user, "once").status == 0)
    try drop("once", as: "\(Self.id).msg")
    try eventually("an empty spool") { try names().isEmpty }
    #expect(try sandbox.inbox().count == 1)
    _ = agent
  }

  @Test func `a kill between the storing and the removal makes no second message`() throws {
    // The body names no identifier, so the agent uses the name of the file.
    try drop("once", as: "\(Self.id).msg")
    let kept = sandbox.folder.appending(path: "kept")
    try FileManager.default.copyItem(at: spool.appending(path: "\(Self.id).msg"), to: kept)
    let first = try sandbox.startAgent(["--display", "terminal"])
    #expect(try sandbox.netsend("--until", "shown", sandbox.user, "the next").status == 0)
    // The next agent shows what this one has not.
    try eventually("both are shown") {
      try sandbox.inbox().allSatisfy { $0["state"] as? String == "shown" }
    }
    first.signal(SIGKILL)
    try first.finish()
    // A kill before the removal leaves the file.
    let file = spool.appending(path: "\(Self.id).msg")
    try? FileManager.default.removeItem(at: file)
    try FileManager.default.moveItem(at: kept, to: file)
    let second = try sandbox.startAgent(["--display", "terminal"])
    try eventually("an empty spool") { try names().isEmpty }
    #expect(try sandbox.inbox().count == 2)
    second.signal(SIGTERM)
    #expect(try second.finish().output == "")
  }

  @Test func `the agent removes files that are no message, and they delay no message`() throws {
    let outside = sandbox.folder.appending(path: "outside")
    try Data("SPOOL\0ops\0secret\0".utf8).write(to: outside)
    func name(_ digit: String) -> String {
      "\(spool.path)/\(String(repeating: digit, count: 32)).msg"
    }
    mkfifo(name("1"), 0o666)
    symlink(outside.path, name("2"))
    link(outside.path, name("3"))
    mkdir(name("4"), 0o755)
    func write(_ text: String, to path: String, mode: mode_t = 0o644) throws {
      try Data(text.utf8).write(to: URL(filePath: path))
      chmod(path, mode)
    }
    try write("A\0B\0" + String(repeating: "x", count: 100_000), to: name("5"))
    try write("A\0B\0x\0", to: name("6"), mode: 0o666)
    try write("no message at all", to: name("7"))
    for garbage in ["x.msg", "ÄÖ.msg", "new\nline", "-rf", String(repeating: "y", count: 250)] {
      try write("A\0B\0x\0", to: spool.path + "/" + garbage)
    }
    mkdir(spool.appending(path: "full.msg").path, 0o755)
    try write("", to: spool.appending(path: "full.msg/inside").path)
    let agent = try sandbox.startAgent(["--display", "terminal"])
    try drop("the one message", as: "\(Self.id).msg")
    try agent.wait(for: "the one message", in: .output)
    try eventually("a spool with nothing but the full directory") { try names() == ["full.msg"] }
    #expect(try sandbox.inbox().compactMap { $0["text"] as? String } == ["the one message"])
    #expect(FileManager.default.fileExists(atPath: outside.path))
  }

  @Test(.enabled(if: geteuid() == 0, "only root has a namespace of its own"))
  func `an agent without inotify still takes messages from the mailslot`() throws {
    // In a namespace that allows no inotify instance.
    let program = Sandbox.programs.appending(path: "messngrd").path
    let script = "echo 0 > /proc/sys/user/max_inotify_instances && exec \"$0\" --display none"
    let agent = try Program(
      "/usr/bin/unshare", ["--user", "--map-root-user", "/bin/sh", "-c", script, program],
      environment: sandbox.environment, package: "util-linux")
    try agent.wait(for: "listening", in: .errors)
    try agent.wait(for: "not watched", in: .errors)
    let finished = try sandbox.netsend("--no-spool", sandbox.user, "x")
    #expect(finished.status == 0, "\(finished.errors)")
    agent.signal(SIGTERM)
    #expect(try agent.finish().status == 0)
  }
}
