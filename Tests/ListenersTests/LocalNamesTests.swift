// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@testable import Listeners

@Suite struct LocalNamesTests {
  static let names = LocalNames(
    machine: "gatehouse", workgroup: "WORKGROUP",
    present: ["ops", "anna", "a-name-of-18-bytes", "zoë"], away: ["bert", "anna"],
    addresses: [IPv4Address(192, 0, 2, 7)])

  @Test func `the names of machine, workgroup and present users are claimed`() {
    #expect(
      Self.names.claims.map { "\($0.name)\($0.isGroup ? " group" : "")" } == [
        "GATEHOUSE<00>", "GATEHOUSE<03>", "WORKGROUP<00> group", "ANNA<03>", "OPS<03>",
      ])
  }

  @Test(arguments: [
    ("ANNA", NameSuffix.messenger, Addressee?.some(.user("anna"))),
    ("BERT", .messenger, .user("bert")),
    ("OPS", .workstation, .user("ops")), ("GATEHOUSE", .messenger, .machine),
    ("WORKGROUP", .workstation, .workgroup), ("192.0.2.7", .messenger, .machine),
    ("CARLA", .messenger, nil), ("*SMBSERVER", .fileServer, nil),
  ])
  func `a name has an addressee`(
    text: String, suffix: NameSuffix, addressee: Addressee?
  ) throws {
    #expect(Self.names.addressee(of: try NetBIOSName(text, suffix: suffix)) == addressee)
  }

  @Test func `users who are away can be called, the file server cannot`() throws {
    #expect(Self.names.callable.contains(try NetBIOSName("BERT", suffix: .messenger)))
    #expect(!Self.names.callable.contains(try NetBIOSName("*SMBSERVER", suffix: .fileServer)))
    #expect(!Self.names.callable.contains(try NetBIOSName("ANNA", suffix: .fileServer)))
  }

  @Test(arguments: [
    ("anna", Addressee?.some(.user("anna"))), (" Anna  ", .user("anna")), ("WorkGroup", .workgroup),
    ("", nil), ("   ", nil), ("*", nil), ("a-name-of-19-bytes", nil),
    // No NetBIOS name is that long, but smbclient writes it in its message.
    ("A-Name-of-18-bytes", .user("a-name-of-18-bytes")),
  ])
  func `the field To has an addressee, in any case and with spaces around it`(
    text: String, addressee: Addressee?
  ) {
    #expect(Self.names.addressee(ofLabel: Array(text.utf8)) == addressee)
  }

  @Test func `a call of fifteen spaces is for the name in the message`() throws {
    let blank = NetBIOSName.blankMessenger
    #expect(Self.names.callable.contains(blank))
    let long = Array("a-name-of-18-bytes".utf8)
    #expect(Self.names.addressee(called: blank, to: long) == .user("a-name-of-18-bytes"))
    #expect(Self.names.addressee(called: blank, to: Array("CARLA".utf8)) == nil)
    let ops = try NetBIOSName("OPS", suffix: .messenger)
    #expect(Self.names.addressee(called: ops, to: long) == .user("ops"))
    #expect(Self.names.addressee(called: nil, to: long) == .user("a-name-of-18-bytes"))
  }

  @Test func `a user with the machine's name gets the machine's messages`() throws {
    let names = LocalNames(machine: "ANNA", workgroup: "ANNA", present: ["anna"])
    #expect(names.addressee(ofLabel: Array("ANNA".utf8)) == .user("anna"))
    #expect(names.claims.map { "\($0.name)" } == ["ANNA<00>", "ANNA<03>"])
  }
}
