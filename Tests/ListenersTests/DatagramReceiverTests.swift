// SPDX-License-Identifier: Apache-2.0

import Messages
import NetBIOS
import RateLimits
import SMBMessaging
import Testing
import Wire

@testable import Listeners

@Suite struct DatagramReceiverTests {
  let source = IPv4Address(192, 0, 2, 10)
  let now = ContinuousClock.now

  /// A datagram to the Messenger's mailslot.
  static func packet(
    _ kind: Datagram.Kind = .directUnique, to label: String = "ANNA",
    _ suffix: NameSuffix = .messenger, body to: String = "ANNA", text: String = "HELLO",
    mailslot: RemoteMailslotName = .messenger, from: String = "ALPHA"
  ) throws -> [UInt8] {
    let body = MessengerBody(from: Array(from.utf8), to: Array(to.utf8), text: Array(text.utf8))
    let destination =
      label == "*" && suffix == .workstation
      ? .wildcard : try NetBIOSName(label, suffix: suffix)
    return try Datagram(
      kind, datagramID: 1, from: ScopedName(try NetBIOSName(from, suffix: .workstation)),
      at: Endpoint(address: IPv4Address(198, 51, 100, 1), port: 138), to: ScopedName(destination),
      payload: try MailslotWrite(to: mailslot, data: try body.encoded()).encoded()
    ).encoded()
  }

  static func limits(_ perSource: Int, total: Int = 3000) -> DatagramLimits {
    var limits = DatagramLimits()
    limits.perSource = RateLimit(count: perSource, per: .seconds(60))
    limits.total = RateLimit(count: total, per: .seconds(60))
    return limits
  }

  private func receive(
    _ packets: [[UInt8]], limit: Int = 100, at times: [Duration] = []
  ) -> [Result<DatagramReceiver.Content, PacketRefusal>] {
    var receiver = DatagramReceiver(limits: Self.limits(limit))
    return packets.enumerated().map { index, packet in
      receiver.receive(
        packet, from: source, names: LocalNamesTests.names,
        admits: { $0.description.hasPrefix("\\MAILSLOT\\demo") },
        at: now + (index < times.count ? times[index] : .zero))
    }
  }

  @Test(arguments: [
    (Datagram.Kind.directUnique, "ANNA", NameSuffix.messenger, "ANNA", Addressee.user("anna")),
    (.directUnique, "ANNA", .workstation, "anna", .user("anna")),
    (.directUnique, "GATEHOUSE", .workstation, "ANNA", .user("anna")),
    (.directUnique, "GATEHOUSE", .messenger, "GATEHOUSE", .machine),
    (.directGroup, "WORKGROUP", .workstation, "WORKGROUP", .workgroup),
    (.directGroup, "WORKGROUP", .workstation, "OPS", .user("ops")),
    (.broadcast, "*", .workstation, "WORKGROUP", .workgroup),
    (.broadcast, "*", .workstation, "*", .workgroup),
    // Filled up with spaces.
    (.broadcast, "*", .messenger, "ANNA", .user("anna")),
    (.directGroup, "*", .messenger, "WORKGROUP", .workgroup),
    (.broadcast, "ANNA", .messenger, "ANNA", .user("anna")),
  ])
  func `a message goes to the addressee in its field To`(
    kind: Datagram.Kind, label: String, suffix: NameSuffix, to: String, addressee: Addressee
  ) throws {
    let content = try receive([Self.packet(kind, to: label, suffix, body: to)])[0].get()
    // The address in the datagram is a claim; the source address of the packet counts.
    #expect(
      content
        == .message(
          NetworkMessage(
            addressee: addressee, from: Array("ALPHA".utf8), blocks: [Array("HELLO".utf8)],
            origin: .datagram(address: "192.0.2.10"))))
  }

  @Test func `a datagram for another or an unknown name is refused`() throws {
    let packets = try [
      Self.packet(to: "BRAVO"), Self.packet(to: "ANNA", .fileServer),
      Self.packet(to: "ANNA", body: "BRAVO"), Self.packet(to: "ANNA", body: "*"),
      Self.packet(mailslot: RemoteMailslotName("\\MAILSLOT\\LANMAN")),
      Self.packet(mailslot: .browser),
    ]
    let words = receive(packets).map { result in
      if case .failure(let refusal) = result { refusal.label } else { "taken" }
    }
    #expect(
      words == [
        "not-for-us", "not-for-us", "unknown-recipient", "unknown-recipient", "mailslot",
        "not-for-us",
      ])
  }

  @Test func `an error in a message names the offset in the whole datagram`() throws {
    let packet = try Self.packet(to: "ANNA")
    let from = packet.count - "ALPHA\0ANNA\0HELLO\0".utf8.count
    var wrong = packet
    wrong[from] = 0x07
    let error = WireError(.unexpected(value: 0x07), in: "From", at: from)
    #expect(receive([wrong]) == [.failure(.malformed(error))])
    wrong = packet
    wrong[82 + 61] = 9
    let opcode = WireError(.unexpected(value: 9), in: "Setup", at: 82 + 61)
    #expect(receive([wrong]) == [.failure(.malformed(opcode))])
  }

  /// A datagram with an announcement, as nmbd sends it.
  static func announcement(
    _ value: BrowserAnnouncement = BrowseListTests.announcement(),
    to destination: NetBIOSName, _ kind: Datagram.Kind = .directGroup
  ) throws -> [UInt8] {
    try Datagram(
      kind, datagramID: 1, from: ScopedName(try NetBIOSName("HOSTA", suffix: .workstation)),
      at: Endpoint(address: IPv4Address(192, 0, 2, 10), port: 138), to: ScopedName(destination),
      payload: try MailslotWrite(to: .browser, data: value.encoded()).encoded()
    ).encoded()
  }

  @Test func `announcements to any workgroup are taken`() throws {
    let names = [
      try NetBIOSName("LAB", suffix: .localMasterBrowser),
      try NetBIOSName("LAB", suffix: .browserElections), .masterBrowsers,
      try NetBIOSName("WORKGROUP", suffix: .workstation),
    ]
    let groups = try receive(names.map { try Self.announcement(to: $0) }).map { result in
      guard case .success(.announcement(let value, let workgroup)) = result else { return "none" }
      #expect(value == BrowseListTests.announcement())
      return workgroup.map { String(decoding: $0, as: UTF8.self) } ?? "unknown"
    }
    #expect(groups == ["LAB", "LAB", "unknown", "WORKGROUP"])
  }

  @Test func `other packets between browsers are refused`() throws {
    let master = try NetBIOSName("LAB", suffix: .localMasterBrowser)
    let packet = try Self.announcement(to: master)
    var election = packet
    election[packet.count - 33] = 0x08
    let message = try Self.packet(to: "LAB", .browserElections, body: "ANNA")
    for result in receive([election, message]) {
      #expect(
        result == .failure(.notForUs(master))
          || result
            == .failure(
              .notForUs(master.with(suffix: .browserElections)))
      )
    }
    for count in packet.indices {
      guard case .failure = receive([Array(packet.prefix(count))])[0] else {
        Issue.record("\(count) bytes")
        continue
      }
    }
  }

  @Test func `announcements have a limit of their own`() throws {
    let master = try NetBIOSName("LAB", suffix: .localMasterBrowser)
    let flood = try (0..<100).map { number in
      try Self.announcement(BrowseListTests.announcement(of: "N\(number)"), to: master)
    }
    let results = receive(flood + [try Self.packet()], limit: 1)
    #expect(results.filter { $0 == .failure(.tooMany) }.count == 40)
    #expect((try? results.last?.get()) != nil)
  }

  @Test func `this machine's own broadcast is refused, its datagram to one name is taken`()
    throws
  {
    var receiver = DatagramReceiver(limits: Self.limits(100))
    let kinds: [(Datagram.Kind, String, NameSuffix)] = [
      (.directGroup, "WORKGROUP", .workstation), (.broadcast, "*", .workstation),
      (.directUnique, "ANNA", .messenger),
    ]
    let results = try kinds.map { kind, label, suffix in
      receiver.receive(
        try Self.packet(kind, to: label, suffix), from: source, isOwn: true,
        names: LocalNamesTests.names, admits: { _ in false }, at: now)
    }
    #expect(results[0] == .failure(.ownBroadcast) && results[1] == .failure(.ownBroadcast))
    #expect((try? results[2].get()) != nil)
  }

  @Test func `an allowed mailslot takes any bytes`() throws {
    let name = try RemoteMailslotName("\\MAILSLOT\\demo\\x")
    let content = try receive([Self.packet(to: "GATEHOUSE", mailslot: name)])[0].get()
    guard case .write(let write) = content else {
      Issue.record("\(content)")
      return
    }
    #expect(write.mailslot == name && write.addressee == .machine && write.source == source)
    #expect(write.data == Array("ALPHA\0ANNA\0HELLO\0".utf8))
  }

  @Test func `a copy within two seconds is dropped, a later one is a message (C93)`() throws {
    let copies = try (0..<4).map { _ in try Self.packet() } + [Self.packet(text: "OTHER")]
    let results = receive(copies, at: [.zero, .seconds(1), .milliseconds(1999), .seconds(2)])
    #expect(
      results.map { $0 == .failure(.duplicate) } == [false, true, true, false, false])
  }

  @Test func `a datagram over the limit of its address is refused`() throws {
    let packets = try (0..<4).map { try Self.packet(text: "\($0)") }
    #expect(
      receive(packets, limit: 2).map { $0 == .failure(.tooMany) } == [false, false, true, true])
  }

  @Test func `forged source addresses together stay within the limit for all`() throws {
    var receiver = DatagramReceiver(limits: Self.limits(100, total: 50))
    let results = try (0..<3000).map { number in
      receiver.receive(
        try Self.packet(text: "\(number)"), from: IPv4Address(rawValue: 0x0A00_0000 + number),
        names: LocalNamesTests.names, admits: { _ in false }, at: now)
    }
    #expect(results.filter { $0 == .failure(.tooManyInAll) }.count == 2950)
  }

  @Test func `every proper prefix and any wrong byte is refused or read without a trap`() throws {
    let packet = try Self.packet()
    // Without its last bytes, the message still ends: the NUL may be missing, as the text may.
    for count in 0..<packet.count - "HELLO\0".utf8.count {
      guard case .failure(.malformed) = receive([Array(packet.prefix(count))])[0] else {
        Issue.record("\(count) bytes")
        continue
      }
    }
    for index in packet.indices {
      var wrong = packet
      wrong[index] ^= 0xFF
      _ = receive([wrong])
    }
  }

  @Test func `a packet that is too long is refused before it is read`() throws {
    let packet = try Self.packet() + [UInt8](repeating: 0, count: 1024)
    guard case .failure(.malformed(let error)) = receive([packet])[0] else {
      Issue.record("taken")
      return
    }
    #expect(error.reason == .tooLong(limit: 1024))
  }
}
