// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import Messages
import NameDirectory
import NetBIOS
import Testing

@testable import MessngrCLI

/// `messngr browse` without queries on the network; GatewayTests has the rest.
@Suite struct BrowsingTests {
  private func machine(_ name: String, heard minutes: Int64, comment: String = "") -> BrowseEntry {
    BrowseEntry(
      name: name, address: IPv4Address(192, 0, 2, 10), workgroup: "LAB", isMaster: name == "HOSTA",
      heard: Desk.noon.advanced(bySeconds: -60 * minutes),
      expiry: Desk.noon.advanced(bySeconds: 60), comment: comment)
  }

  @Test func `without a gateway there is no list, and an error`() async throws {
    let ending = try await Desk().messngr("browse")
    #expect(ending.status == 69 && ending.output.isEmpty)
    #expect(ending.errors.contains("systemctl enable --now messngr-gateway"))
  }

  @Test func `the list is a table, or one object for each line`() async throws {
    let desk = try Desk()
    let list = BrowseListFile(at: desk.folder.appending("machines"))
    try list.write([machine("HOSTB", heard: 7), machine("HOSTA", heard: 0, comment: "Samba")])
    let table = try await desk.messngr("browse", "--no-names")
    #expect(
      table.output == """
        MACHINE         ADDRESS         WORKGROUP       HEARD  MESSAGES TO             COMMENT
        HOSTA           192.0.2.10      LAB*            now    not asked               Samba
        HOSTB           192.0.2.10      LAB             7 min  not asked

        """)
    let json = try await desk.messngr("browse", "--no-names", "--json")
    let first = json.output.prefix { $0 != "\n" }
    let object =
      #"{"name":"HOSTA","address":"192.0.2.10","workgroup":"LAB","master":true,"#
      + #""comment":"Samba","heard":1795185000000,"expires":1795185060000}"#
    #expect(String(first) == object)
  }

  @Test func `an empty list is not an error`() async throws {
    let desk = try Desk()
    try BrowseListFile(at: desk.folder.appending("machines")).write([])
    let ending = try await desk.messngr("browse", "--json")
    #expect(ending.status == 0 && ending.output.isEmpty && ending.errors.contains("no machine"))
  }
}
