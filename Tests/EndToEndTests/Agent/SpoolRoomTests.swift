// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A spool on a small disk: senders leave room free, and a full disk gives an error.
@Suite struct SpoolRoomTests {
  private let machine: Machine

  init() throws { machine = try Machine(["ann", "ben", "eve"]) }

  private static let spool = "/var/spool/messngr/ann"

  private func mountDisk(_ options: String) throws {
    let uid = machine["ann"].uid
    let mounted = try machine.shell(
      "mount -t tmpfs -o \(options),mode=1733,uid=\(uid) disk \(Self.spool)")
    try #require(mounted.status == 0, "\(mounted.errors)")
  }

  /// The names in the spool; only the machine's mount namespace sees the disk.
  private func names() throws -> [String] {
    try machine.shell("ls -A \(Self.spool)").output.split(separator: "\n").map(String.init)
  }

  /// How much of the disk is used, in percent: of its bytes, and of its files.
  private func usage() throws -> [Int] {
    try machine.shell("df --output=pcent,ipcent \(Self.spool) | tail -n 1").output
      .split { !$0.isNumber }.compactMap { Int($0) }
  }

  @Test(arguments: ["size=2m", "size=2m,nr_inodes=40"])
  func `senders leave a twentieth of the disk free`(options: String) throws {
    try mountDisk(options)
    let text = Array(String(repeating: "x", count: 60_000).utf8)
    var statuses: [Int32] = []
    for _ in 0..<60 where statuses.last != 73 {
      statuses.append(try machine.netsend(as: "ben", "ann", input: text).status)
    }
    #expect(statuses.count > 10 && statuses.last == 73, "\(statuses)")
    #expect(statuses.dropLast().allSatisfy { $0 == 0 })
    let usage = try usage()
    #expect(usage.allSatisfy { $0 <= 96 } && usage.contains { $0 > 80 }, "\(usage)")
    #expect(try names().count == statuses.count - 1)
    #expect(try names().allSatisfy { $0.hasSuffix(".msg") })
  }

  @Test func `a full disk gives exit 73, and loses no message that was there`() throws {
    try mountDisk("size=2m")
    #expect(try machine.netsend(as: "ben", "ann", "before").status == 0)
    try machine.shell(
      "head -c 9999999 /dev/zero >\(Self.spool)/\(String(repeating: "f", count: 32)).msg", as: "eve"
    )
    let sent = try machine.netsend(as: "ben", "ann", "meanwhile")
    #expect(sent.status == 73 && sent.errors.contains("1816"), "\(sent.errors)")
    #expect(sent.duration < .seconds(6))
    #expect(try names().count == 2)
    // The agent needs no room on this disk, and frees some.
    let agent = try machine.startAgent(of: "ann", ["--display", "terminal"])
    try agent.wait(for: "before", in: .output)
    try agent.wait(for: "refused in the spool", in: .errors)
    agent.signal(SIGTERM)
    try agent.finish()
    #expect(try names() == [])
    #expect(try machine.netsend(as: "ben", "ann", "after").status == 0)
  }
}
