// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import SMBMessaging
import Testing

@testable import Listeners

@Suite struct NeighbourhoodTests {
  let source = IPv4Address(192, 0, 2, 10)
  let now = ContinuousClock.now

  static func announcement(
    _ kind: BrowserAnnouncement.Kind = .host, of name: String = "HOSTA", every seconds: UInt32 = 60,
    type: BrowserAnnouncement.ServerType = [.workstation, .server], comment: String = ""
  ) -> BrowserAnnouncement {
    BrowserAnnouncement(
      kind, of: Array(name.utf8), every: seconds * 1000, serverType: type,
      comment: Array(comment.utf8))
  }

  @Test func `a machine is there for three times as long as it may be silent`() {
    var neighbourhood = BrowseList()
    let result1 = neighbourhood.hear(Self.announcement(), in: nil, from: source, at: now)
    #expect(result1)
    let isEarly = neighbourhood.expire(at: now + .milliseconds(179_999))
    #expect(!isEarly)
    #expect(neighbourhood.machines.count == 1)
    let result2 = neighbourhood.expire(at: now + .seconds(180))
    #expect(result2)
    #expect(neighbourhood.machines.isEmpty)
  }

  @Test(arguments: [(0 as UInt32, 180), (1, 180), (720, 2160), (4_000_000, 2160)])
  func `nobody is there for ever, or for less than three minutes`(period: UInt32, seconds: Int) {
    var neighbourhood = BrowseList()
    _ = neighbourhood.hear(Self.announcement(every: period), in: nil, from: source, at: now)
    #expect(neighbourhood.machines.first?.expiry == now + .seconds(seconds))
  }

  @Test func `what several announcements say of a machine comes together`() {
    var neighbourhood = BrowseList()
    let lab = Array("LAB".utf8)
    _ = neighbourhood.hear(Self.announcement(comment: "old"), in: lab, from: source, at: now)
    _ = neighbourhood.hear(
      Self.announcement(.localMaster, comment: "new"), in: lab, from: source, at: now)
    _ = neighbourhood.hear(
      Self.announcement(.domain, of: "LAB", comment: "HOSTA"), in: nil, from: source, at: now)
    #expect(neighbourhood.machines.count == 1)
    let machine = neighbourhood.machines.first
    #expect(machine?.comment == Array("new".utf8) && machine?.workgroup == lab)
    #expect(machine?.isMaster == true)
    _ = neighbourhood.hear(Self.announcement(comment: "no more"), in: nil, from: source, at: now)
    #expect(neighbourhood.machines.first?.isMaster == false)
    #expect(neighbourhood.machines.first?.workgroup == lab)
  }

  @Test func `a machine that says it goes is gone, and nobody else says so for it`() {
    var neighbourhood = BrowseList()
    let (other, goodbye) = (IPv4Address(192, 0, 2, 66), Self.announcement(type: []))
    _ = neighbourhood.hear(Self.announcement(), in: nil, from: source, at: now)
    let result3 = neighbourhood.hear(goodbye, in: nil, from: other, at: now)
    #expect(result3)
    #expect(neighbourhood.machines.count == 1)
    let result4 = neighbourhood.hear(goodbye, in: nil, from: source, at: now)
    #expect(result4)
    #expect(neighbourhood.machines.isEmpty)
  }

  @Test(arguments: ["", "SIXTEEN-LETTERS-", "A\u{1B}B"])
  func `a domain whose master has no name is no machine`(name: String) {
    var neighbourhood = BrowseList()
    let announcement = Self.announcement(.domain, of: "LAB", comment: name)
    let isTaken = neighbourhood.hear(announcement, in: nil, from: source, at: now)
    #expect(!isTaken)
  }

  @Test func `of ten thousand names of one address the last eight are kept`() {
    var neighbourhood = BrowseList()
    for number in 0..<10_000 {
      let time = now + .milliseconds(number)
      let result5 = neighbourhood.hear(
        Self.announcement(of: "N\(number)"), in: nil, from: source, at: time)
      #expect(result5)
    }
    let names = Set(neighbourhood.machines.map { String(decoding: $0.name, as: UTF8.self) })
    #expect(names == Set((9_992..<10_000).map { "N\($0)" }))
  }

  @Test func `ten thousand addresses take no more room than a thousand, and push nobody out`() {
    var neighbourhood = BrowseList()
    var count = 0
    for number in 0..<10_000 {
      let address = IPv4Address(rawValue: 0x0A00_0000 + UInt32(number))
      if neighbourhood.hear(
        Self.announcement(of: "N\(number)"), in: nil, from: address, at: now)
      {
        count += 1
      }
    }
    #expect(count == BrowseList.maximumCount)
    #expect(neighbourhood.machines.count == BrowseList.maximumCount)
    // Those who are known go on being known.
    let result6 = neighbourhood.hear(
      Self.announcement(of: "N0", comment: "x"), in: nil, from: IPv4Address(10, 0, 0, 0),
      at: now + .seconds(1))
    #expect(result6)
    #expect(neighbourhood.machines.first?.comment == [0x78])
  }

  @Test func `who looks learns of changes only`() {
    let announcements = Announcements()
    #expect(announcements.changedMachines(at: now)?.isEmpty == true)
    #expect(announcements.changedMachines(at: now) == nil)
    #expect(announcements.hear(Self.announcement(), in: nil, from: source, at: now))
    #expect(announcements.changedMachines(at: now)?.count == 1)
    #expect(announcements.changedMachines(at: now) == nil)
    #expect(announcements.changedMachines(at: now + .seconds(180))?.isEmpty == true)
  }
}
