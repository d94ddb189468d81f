// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inbox
import TestSupport
import Testing

/// Files that a sender gives as an icon, so that the popup daemon opens them.
@Suite(.serialized) struct IconAttackTests {
  private let sandbox: Sandbox
  private let bus: PrivateBus

  init() throws {
    sandbox = try Sandbox()
    bus = try PrivateBus()
  }

  /// Sends a message as another user.
  private func send(_ text: String, icon: String) throws {
    let script = """
      import os, socket, sys
      os.setgid(65534); os.setuid(65534)
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.connect(sys.argv[1])
      s.send(b"EVE\\0ops\\0%s\\0messngr=1\\0icon=%s\\0" % (sys.argv[2].encode(), sys.argv[3].encode()))
      """
    try Program.output(
      of: "/usr/bin/python3", ["-c", script, sandbox.mailslot().path, text, icon],
      environment: Program.path, package: "python3")
  }

  @Test func `a pipe as an icon does not stop the popup daemon`() throws {
    let desktop = try DunstDesktop(on: bus, paused: false)
    let agent = try sandbox.startAgent(on: bus)
    let fifo = sandbox.folder.appending(path: "fifo.png").path
    mkfifo(fifo, 0o666)
    for icon in [fifo, "file://\(fifo)"] { try send("a pipe", icon: icon) }
    // The owner may give a path: the agent checks the file, and the daemon does not get the path.
    for icon in [fifo, "/dev/zero", "/dev/tty"] {
      let own = try sandbox.netsend("--until", "shown", "--icon", icon, sandbox.user, icon)
      #expect(own.status == 0, "\(own.errors)")
    }
    try bus.call("org.freedesktop.Notifications.GetServerInformation")
    let shown = try desktop.history().map(\.body)
    #expect(shown.contains("a pipe") && shown.contains(fifo), "\(shown)")
    _ = agent
  }

  @Test(.enabled(if: geteuid() == 0, "only root can mount"))
  func `an icon on a file system that does not answer delays no popup`() throws {
    let desktop = try DunstDesktop(on: bus, paused: false)
    let agent = try sandbox.startAgent(on: bus)
    let files = try SilentFileSystem(at: sandbox.folder.appending(path: "fuse").path)
    for number in 1...3 {
      let own = try sandbox.netsend(
        "--until", "shown", "--icon", "\(files.path)/file", sandbox.user, "silent \(number)")
      #expect(own.status == 0, "\(own.errors)")
      #expect(own.duration < .seconds(5))
    }
    #expect(try desktop.history().filter { $0.body.hasPrefix("silent") }.count == 3)
    files.end()
    _ = agent
  }

  @Test func `the daemon gets icon names from all senders, and copies of files from the owner`()
    throws
  {
    let desktop = try MockDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    let path = sandbox.folder.appending(path: "own.png").path
    let header: [UInt8] =
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
    try Data(header + [0, 0, 0, 48, 0, 0, 0, 48, 8, 6, 0, 0, 0]).write(to: URL(filePath: path))
    try send("a name", icon: "dialog-warning")
    try send("a path", icon: path)
    try send("a URI", icon: "http://192.0.2.1/x.png")
    let own = try sandbox.netsend("--until", "shown", "--icon", path, sandbox.user, "my own")
    #expect(own.status == 0, "\(own.errors)")
    let calls = try desktop.log().filter { $0.hasPrefix("Notify ") }
    func icon(_ text: String) -> String? {
      calls.first { $0.contains("\"\(text)\"") }.flatMap { call in
        call.components(separatedBy: "\"").dropFirst(3).first
      }
    }
    #expect(icon("a name") == "dialog-warning", "\(calls)")
    #expect(icon("a path") == "mail-unread")
    #expect(icon("a URI") == "mail-unread")
    let copy = try #require(icon("my own"))
    #expect(copy.hasSuffix("messngr/icons/0.png") && copy != path, "\(copy)")
    _ = agent
  }

  @Test func `a message that ends the daemon is shown to the next one in a simpler form`() throws {
    let killer = "import os\nif 'killer' in args[2]: os._exit(1)\nret = 1"
    let first = try MockDesktop(on: bus)
    try first.answerNotify(with: killer)
    let agent = try sandbox.startAgent(on: bus)
    try send("hello", icon: "killer")
    try first.daemon.finish()
    let second = try MockDesktop(on: bus)
    try second.answerNotify(with: killer)
    try second.wait(for: "hello")
    try bus.call("org.freedesktop.Notifications.GetServerInformation")
    let inbox = try sandbox.openInbox()
    try eventually("the message is shown") { try inbox.counts().unshown == 0 }
    try inbox.close()
    _ = agent
  }
}
