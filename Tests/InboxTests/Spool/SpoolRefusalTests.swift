// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inbox
import LinuxSystem
import Messages
import Testing

/// Files of other users in a spool, and the reader's answer to each.
@Suite struct SpoolRefusalTests {
  /// Runs `body` with a spool, and a way to put files of a user there.
  private func withSpool(
    _ body: (Spool, (_ name: String, _ bytes: [UInt8], _ owner: UInt32) throws -> Void)
      async throws -> Void
  ) async throws {
    try #require(geteuid() == 0, "this test makes files of other users: run it as root")
    try await withDirectory { directory in
      let path = directory.appending("spool")
      #expect(mkdir(path.string, 0) == 0 && chmod(path.string, 0o1733) == 0)
      #expect(chown(path.string, 1001, 1001) == 0)
      let spool = Spool(try TrustedDirectory(path, ownedBy: 1001), of: 1001)
      try await body(spool) { name, bytes, owner in
        try write(bytes, to: path.appending(name))
        #expect(chown(path.appending(name).string, owner, owner) == 0)
        #expect(chmod(path.appending(name).string, 0o1644) == 0)
      }
    }
  }

  private func body(_ text: String = "x", for userID: UInt32) throws -> [UInt8] {
    MailslotBody.addressed(
      try MailslotBody.encode(Message(from: "ben", to: "ann", text: text)), to: userID)
  }

  private func name(_ number: Int) -> String { String(format: "%032x.msg", number) }

  private let now = UnixTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))

  @Test func `only a message that names the owner of the spool is taken`() async throws {
    try await withSpool { spool, put in
      let plain = try MailslotBody.encode(Message(from: "ben", to: "ann", text: "x"))
      try put(name(1), plain, 1002)
      try put(name(2), body(for: 1003), 1002)
      try put(name(3), body(for: 0), 0)
      try put(name(4), Array("ben\0ann\0x\0for=1001\0".utf8), 1002)
      try put(name(5), [1], 1002)
      try put(name(6), body(for: 1001), 1002)
      // The pair that the writer of a spool adds counts, not one that came before it.
      try put(name(7), body(for: 1003) + Array("for=1001\0".utf8), 1002)
      let scan = try spool.scan(now: now)
      #expect(scan.entries.map(\.sender) == [1002, 1002])
      #expect(scan.refusals == [.forAnotherUser: 4, .malformed: 1])
    }
  }

  @Test func `many messages of one sender leave room for another's in each scan`() async throws {
    try await withSpool { spool, put in
      for number in 0..<40 { try put(name(number), body(for: 1001), 1002) }
      try put(name(99), body(for: 1001), 1003)
      let scan = try spool.scan(now: now, limit: 10)
      #expect(scan.isPartial)
      #expect(scan.entries.count { $0.sender == 1002 } == 5)
      #expect(scan.entries.count { $0.sender == 1003 } == 1)
    }
  }

  @Test func `unfinished files over the limit of a user are removed, and no other user's`()
    async throws
  {
    try await withSpool { spool, put in
      for number in 0..<200 { try put(".\(number)", [], 1002) }
      for number in 0..<200 { try put(name(number), [], 1002) }
      for number in 0..<256 { try put(".ben\(number)", [], 1003) }
      for number in 0..<300 { try put(".root\(number)", [], 0) }
      #expect(try spool.scan(now: now).refusals == [.excess: 144])
      let owners = try FileManager.default.contentsOfDirectory(atPath: spool.path.string).map {
        try spool.path.appending($0).stat().userID
      }
      #expect(
        Dictionary(grouping: owners) { $0 }.mapValues(\.count) == [1002: 256, 1003: 256, 0: 300])
    }
  }
}
