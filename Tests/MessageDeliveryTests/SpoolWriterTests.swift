// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import LinuxSystem
import Messages
import Testing

@testable import MessageDelivery

@Suite struct SpoolWriterTests {
  private let host: DeliveryHost
  private let body: [UInt8]

  init() throws {
    host = try DeliveryHost()
    body = try MailslotBody.encode(Message(from: "bob", to: "ann", text: "Lunch?"))
  }

  @Test func `a message is one file that its recipient can read, with a random name`() throws {
    let path = try host.makeDirectory("spool/ann", mode: 0o1733)
    for count in 1...3 {
      let writer = try SpoolWriter(path, ownedBy: host.account.userID)
      try writer.write(body)
      #expect(try host.spooled().count == count)
    }
    for name in try host.spooled() {
      #expect(name.hasSuffix(".msg") && MessageID(String(name.dropLast(4))) != nil)
      let file = path.appending(name)
      let expected = MailslotBody.addressed(body, to: host.account.userID)
      #expect(try FileContents.read(file) == expected)
      let status = try file.stat(followTargetSymlink: false)
      #expect(status.permissions.rawValue == 0o1644)
      #expect(status.userID == geteuid())
    }
  }

  @Test func `a spool that is missing, a link or open to others is refused`() throws {
    let owner = host.account.userID
    func error(_ path: FilePath) -> DirectoryTrustError? {
      do throws(DirectoryTrustError) {
        _ = try SpoolWriter(path, ownedBy: owner)
        return nil
      } catch {
        return error
      }
    }
    let missing = host.paths.spoolRoot.appending("missing")
    #expect(error(missing) == .missing(missing))
    let open = try host.makeDirectory("spool/open", mode: 0o777)
    #expect(error(open) == .writableByOthers(open))
    let link = host.paths.spoolRoot.appending("link")
    try FileManager.default.createSymbolicLink(
      atPath: link.string, withDestinationPath: try host.makeDirectory("spool/ann").string)
    #expect(error(link) == .notADirectory(link))
    #expect(error(try host.makeDirectory("spool/ann")) == nil)
  }
}
