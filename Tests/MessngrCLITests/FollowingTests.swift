// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inbox
import Messages
import TestSupport
import Testing

@testable import MessngrCLI

@Suite struct FollowingTests {
  @Test func `messages are printed as they arrive, and changes to others are not`() throws {
    let desk = try Desk()
    try desk.store(desk.delivery("one"), desk.delivery("two"))
    let following = try desk.start("inbox", "--follow", "--limit", "1")
    try following.wait(for: "two", in: .output)
    try desk.store(desk.delivery("three"))
    try following.wait(for: "three", in: .output)
    _ = try desk.withInbox { try $0.mark([1, 3], as: .read, at: Desk.noon) }
    try desk.store(desk.delivery("four"))
    try following.wait(for: "four", in: .output)
    following.signal(SIGTERM)
    let texts = try following.finish().output.split(separator: "\n").map {
      $0.split(separator: " ").last
    }
    #expect(texts == ["two", "three", "four"])
  }

  @Test func `a message for later is printed when its time has come, and not before`() throws {
    let desk = try Desk()
    try desk.store(desk.delivery("begin"))
    let following = try desk.start("inbox", "--follow")
    try following.wait(for: "begin", in: .output)
    let due = Desk.noon.advanced(bySeconds: 60)
    try desk.store(
      desk.delivery("later") { $0.due = due }, desk.delivery("gone") { $0.due = due },
      desk.delivery("now"))
    try following.wait(for: "now", in: .output)
    try desk.withInbox { inbox in
      _ = try inbox.mark([3], as: .retracted, at: Desk.noon)
      _ = try inbox.deliverWaiting(now: due)
    }
    try desk.store(desk.delivery("last"))
    try following.wait(for: "last", in: .output)
    following.signal(SIGTERM)
    let texts = try following.finish().output.split(separator: "\n").map {
      $0.split(separator: " ").last
    }
    #expect(texts == ["begin", "now", "later", "last"])
  }

  @Test func `only messages that match the filter are followed`() throws {
    let desk = try Desk()
    try desk.store(desk.delivery("begin", from: "BACKUP"))
    let following = try desk.start("inbox", "--follow", "--json", "--from", "backup")
    try following.wait(for: "begin", in: .output)
    try desk.store(desk.delivery("no"), desk.delivery("no", from: "BACKUPS"))
    try desk.store(desk.delivery("the last", from: "Backup"))
    try following.wait(for: "the last", in: .output)
    following.signal(SIGTERM)
    let output = try following.finish().output
    #expect(output.split(separator: "\n").count == 2)
    #expect(!output.contains("\"text\":\"no\""))
  }
}
