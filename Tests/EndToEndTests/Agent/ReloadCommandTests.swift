// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What SIGHUP changes while the agent runs.
@Suite(.serialized) struct ReloadCommandTests {
  private let sandbox: Sandbox
  private let bus: PrivateBus

  init() throws {
    sandbox = try Sandbox()
    bus = try PrivateBus()
  }

  private func configure(_ lines: String...) throws {
    let file = sandbox.folder.appending(path: "config/messngr/config.yaml")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(lines.map { "\($0)\n" }.joined().utf8).write(to: file)
  }

  private func show(_ text: String, on desktop: MockDesktop) throws -> String {
    #expect(try sandbox.netsend("--until", "shown", sandbox.user, text).status == 0)
    return try #require(try desktop.log().last { $0.hasPrefix("Notify") })
  }

  @Test func `SIGHUP applies changed settings, and the log names those that need a new start`()
    throws
  {
    let desktop = try MockDesktop(on: bus)
    try configure("icon: old-icon", "popup-expiry: never")
    let agent = try sandbox.startAgent(on: bus)
    let before = try show("before", on: desktop)
    #expect(before.contains(#""old-icon""#) && before.hasSuffix(" 0"), "\(before)")
    try configure(
      "icon: new-icon", "popup-expiry: 7 s", "log-level: debug", "waiting-messages: 7",
      "deny: [mallory]")
    agent.signal(SIGHUP)
    try agent.wait(for: "next start setting=waiting-messages", in: .errors)
    let after = try show("after", on: desktop)
    #expect(after.contains(#""new-icon""#) && after.hasSuffix(" 7000"), "\(after)")
    #expect(!agent.text(.errors).contains("setting=icon"))
    // The log mentions refused bytes at this level only.
    try sandbox.run("mailslot", ["write", #"\\.\mailslot\messngr"#, "x"])
    try agent.wait(for: "refused", in: .errors)
    agent.signal(SIGTERM)
    #expect(try agent.finish().status == 0)
  }
}
