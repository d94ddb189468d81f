// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import SMBMessaging
import Testing

@testable import Listeners

@Suite struct BrowseListTests {
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

  @Test func `a computer stays for three announcement periods`() {
    var browseList = BrowseList()
    let result1 = browseList.receive(Self.announcement(), in: nil, from: source, at: now)
    #expect(result1)
    let isEarly = browseList.expire(at: now + .milliseconds(179_999))
    #expect(!isEarly)
    #expect(browseList.computers.count == 1)
    let result2 = browseList.expire(at: now + .seconds(180))
    #expect(result2)
    #expect(browseList.computers.isEmpty)
  }

  @Test(arguments: [(0 as UInt32, 180), (1, 180), (720, 2160), (4_000_000, 2160)])
  func `a computer stays for at least three minutes and not for ever`(period: UInt32, seconds: Int)
  {
    var browseList = BrowseList()
    _ = browseList.receive(Self.announcement(every: period), in: nil, from: source, at: now)
    #expect(browseList.computers.first?.expiry == now + .seconds(seconds))
  }

  @Test func `several shared of a computer are merged`() {
    var browseList = BrowseList()
    let lab = Array("LAB".utf8)
    _ = browseList.receive(Self.announcement(comment: "old"), in: lab, from: source, at: now)
    _ = browseList.receive(
      Self.announcement(.localMaster, comment: "new"), in: lab, from: source, at: now)
    _ = browseList.receive(
      Self.announcement(.domain, of: "LAB", comment: "HOSTA"), in: nil, from: source, at: now)
    #expect(browseList.computers.count == 1)
    let machine = browseList.computers.first
    #expect(machine?.comment == Array("new".utf8) && machine?.workgroup == lab)
    #expect(machine?.isMaster == true)
    _ = browseList.receive(Self.announcement(comment: "no more"), in: nil, from: source, at: now)
    #expect(browseList.computers.first?.isMaster == false)
    #expect(browseList.computers.first?.workgroup == lab)
  }

  @Test func `only a computer's own last announcement removes it`() {
    var browseList = BrowseList()
    let (other, goodbye) = (IPv4Address(192, 0, 2, 66), Self.announcement(type: []))
    _ = browseList.receive(Self.announcement(), in: nil, from: source, at: now)
    let result3 = browseList.receive(goodbye, in: nil, from: other, at: now)
    #expect(result3)
    #expect(browseList.computers.count == 1)
    let result4 = browseList.receive(goodbye, in: nil, from: source, at: now)
    #expect(result4)
    #expect(browseList.computers.isEmpty)
  }

  @Test(arguments: ["", "SIXTEEN-LETTERS-", "A\u{1B}B"])
  func `a domain without a master browser's name is not a computer`(name: String) {
    var browseList = BrowseList()
    let announcement = Self.announcement(.domain, of: "LAB", comment: name)
    let isTaken = browseList.receive(announcement, in: nil, from: source, at: now)
    #expect(!isTaken)
  }

  @Test func `of ten thousand names of one address the last eight are kept`() {
    var browseList = BrowseList()
    for number in 0..<10_000 {
      let time = now + .milliseconds(number)
      let result5 = browseList.receive(
        Self.announcement(of: "N\(number)"), in: nil, from: source, at: time)
      #expect(result5)
    }
    let names = Set(browseList.computers.map { String(decoding: $0.name, as: UTF8.self) })
    #expect(names == Set((9_992..<10_000).map { "N\($0)" }))
  }

  @Test func `ten thousand addresses take no more room than a thousand, and replace none`() {
    var browseList = BrowseList()
    var count = 0
    for number in 0..<10_000 {
      let address = IPv4Address(rawValue: 0x0A00_0000 + UInt32(number))
      if browseList.receive(
        Self.announcement(of: "N\(number)"), in: nil, from: address, at: now)
      {
        count += 1
      }
    }
    #expect(count == BrowseList.maximumCount)
    #expect(browseList.computers.count == BrowseList.maximumCount)
    // A known address stays in the list.
    let result6 = browseList.receive(
      Self.announcement(of: "N0", comment: "x"), in: nil, from: IPv4Address(10, 0, 0, 0),
      at: now + .seconds(1))
    #expect(result6)
    #expect(browseList.computers.first?.comment == [0x78])
  }

  @Test func `the shared list returns the computers only after a change`() {
    let shared = SharedBrowseList()
    #expect(shared.changedComputers(at: now)?.isEmpty == true)
    #expect(shared.changedComputers(at: now) == nil)
    #expect(shared.receive(Self.announcement(), in: nil, from: source, at: now))
    #expect(shared.changedComputers(at: now)?.count == 1)
    #expect(shared.changedComputers(at: now) == nil)
    #expect(shared.changedComputers(at: now + .seconds(180))?.isEmpty == true)
  }
}
