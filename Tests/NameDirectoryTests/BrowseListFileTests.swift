// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import Messages
import NetBIOS
import Testing

@testable import NameDirectory

/// The list that the gateway writes and all users read.
@Suite struct BrowseListFileTests {
  let folder: FilePath

  init() throws {
    folder = FilePath("/tmp/messngr-machines-\(UUID().uuidString)")
  }

  private let noon = UnixTime(milliseconds: 1_795_185_000_000)

  private func machine(
    _ name: String = "HOSTA", workgroup: String = "LAB", comment: String = "Samba",
    seconds: Int64 = 60
  ) -> BrowseEntry {
    BrowseEntry(
      name: name, address: IPv4Address(192, 0, 2, 10), workgroup: workgroup, isMaster: true,
      heard: noon, expiry: noon.advanced(bySeconds: seconds), comment: comment)
  }

  private func withList(_ body: (BrowseListFile, String) throws -> Void) throws {
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    let path = folder.appending("deep").appending("machines")
    try body(BrowseListFile(at: path), path.string)
  }

  @Test func `all users can read the entries until they expire`() throws {
    try withList { list, path in
      let machines = [machine(), machine("B", workgroup: "", comment: "", seconds: 0)]
      try list.write(machines)
      #expect(try list.read(at: noon) == [machine()])
      #expect(try list.read(at: noon.advanced(bySeconds: 60)) == [])
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect(mode as? Int == 0o644)
      let folder = (path as NSString).deletingLastPathComponent
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["machines"])
      list.remove()
      #expect(throws: Errno.noSuchFileOrDirectory) { try list.read(at: noon) }
    }
  }

  @Test func `text from the network stays in its field and loses what a terminal obeys`() throws {
    let hostile =
      "a\t1\n\u{1B}]0;x\u{07}\u{1B}[31m\u{9B}2J\u{202E}b\r\u{85}"
      + String(
        repeating: "x", count: 500)
    let machine = machine("N\t\u{1B}[2J", workgroup: "W\n\u{08}", comment: hostile)
    #expect(machine.name == "N [2J" && machine.workgroup == "W")
    #expect(machine.comment.hasPrefix("a 1 ]0;x[31m2Jb x") && machine.comment.count == 80)
    try withList { list, _ in
      try list.write([machine])
      #expect(try list.read(at: noon) == [machine])
    }
  }

  @Test func `lines that are not entries are ignored, and a link is not followed`() throws {
    try withList { list, path in
      try list.write([machine()])
      let lines = [
        "", "x", "\t\t\t\t\t\t", "A\t192.0.2.10\tLAB\t\t1", "A\t999.0.2.10\tL\t\t1\t2\tc",
        "A\t192.0.2.10\tL\tmaster\tnow\t2\tc", "A\t192.0.2.10\tL\t\t1\t99999999999999999999\tc",
        "A\t192.0.2.10\tL\t\t1\t9223372036854775807\t\u{1B}[1mc",
      ]
      try Data((lines.joined(separator: "\n") + "\n").utf8 + [0xFF, 0x00]).write(
        to: URL(filePath: path))
      let read = try list.read(at: noon)
      #expect(read.map(\.name) == ["A"] && read.map(\.comment) == ["[1mc"])
      try FileManager.default.moveItem(atPath: path, toPath: path + ".real")
      try FileManager.default.createSymbolicLink(
        atPath: path, withDestinationPath: path + ".real")
      #expect(throws: Errno.tooManySymbolicLinkLevels) { try list.read(at: noon) }
    }
  }
}
