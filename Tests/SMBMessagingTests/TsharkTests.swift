// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import SMBMessaging
import Testing
import Wire

/// An independent program reads our packets.
@Suite(.serialized, .timeLimit(.minutes(2))) struct TsharkTests {
  private let alpha = IPv4Address(192, 0, 2, 10)
  private let bravo = IPv4Address(192, 0, 2, 20)

  private func name(_ label: String, _ suffix: NameSuffix = .messenger) throws -> ScopedName {
    ScopedName(try NetBIOSName(label, suffix: suffix))
  }

  @Test func `Wireshark reads our name service packets`() throws {
    let bravo = try name("BRAVO")
    let record = NameRecord(bravo, entry: NameEntry(address: self.bravo))
    let status = NodeStatus(
      names: [NodeStatus.Name(bravo.name, .active)],
      statistics: NodeStatistics(unitID: 0x0200_5E00_0014))
    let messages: [(NameServiceMessage, opcode: String, rcode: String, address: String)] = [
      (.registrationRequest(record, isBroadcast: true), "5", "", "192.0.2.20"),
      (.overwriteRequest(record, isBroadcast: true), "5", "", "192.0.2.20"),
      (.multihomedRegistrationRequest(record), "15", "", "192.0.2.20"),
      (.refreshRequest(record, isBroadcast: false), "8", "", "192.0.2.20"),
      (.releaseRequest(record, isBroadcast: true), "6", "", "192.0.2.20"),
      (.positiveRegistrationResponse(record), "5", "0", "192.0.2.20"),
      (.negativeRegistrationResponse(record, .active), "5", "6", "192.0.2.20"),
      (.conflictDemand(bravo), "5", "7", "0.0.0.0"),
      (.releaseResponse(record, .success), "6", "0", "192.0.2.20"),
      (.queryRequest(bravo, isBroadcast: true), "0", "", ""),
      (
        .positiveQueryResponse(bravo, timeToLive: 300_000, [record.entry]), "0", "0", "192.0.2.20"
      ),
      (.negativeQueryResponse(bravo, .nameError), "0", "3", ""),
      (.nodeStatusRequest(bravo, isBroadcast: false), "0", "", ""),
      (.nodeStatusResponse(bravo, status), "0", "0", ""),
    ]
    let packets = try messages.map { try NameServicePacket(transactionID: 0x4D53, $0.0).encoded() }
    let rows = try Tshark.fields(
      [
        "nbns.id", "nbns.flags.opcode", "nbns.flags.rcode", "nbns.addr", "nbns.name",
        "_ws.malformed",
      ], of: packets, in: .nameService)
    #expect(rows.count == messages.count)
    for (row, message) in zip(rows, messages) {
      #expect(
        Array(row[..<4]) == ["0x4d53", message.opcode, message.rcode, message.address],
        "\(message.0)")
      #expect(row[4].hasPrefix("BRAVO<03>"), "\(message.0)")
      #expect(row[5] == "", "\(message.0)")
    }
  }

  @Test func `Wireshark reads our mailslot write, its gap and its body`() throws {
    let body = MessengerBody(
      from: Array("ALPHA".utf8), to: Array("WORKGROUP".utf8), text: Array("HELLO".utf8))
    let write = MailslotWrite(to: .messenger, priority: 1, data: try body.encoded())
    let kinds: [(Datagram.Kind, String)] = [
      (.directUnique, "16"), (.directGroup, "17"), (.broadcast, "18"),
    ]
    let packets = try kinds.map { kind, _ in
      try Datagram(
        kind, datagramID: 0x1234, from: name("ALPHA", .workstation),
        at: Endpoint(address: alpha, port: 138), to: name("WORKGROUP", .workstation),
        payload: write.encoded()
      ).encoded()
    }
    let rows = try Tshark.fields(
      [
        "nbdgm.type", "nbdgm.source_name", "nbdgm.destination_name", "nbdgm.src.ip",
        "nbdgm.dgram_len", "mailslot.name", "mailslot.opcode", "mailslot.priority",
        "mailslot.class", "data.data", "_ws.malformed",
      ], of: packets, in: .datagram)
    let hexBody = try body.encoded().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    for (row, (_, type)) in zip(rows, kinds) {
      #expect(
        row == [
          type, "ALPHA<00>", "WORKGROUP<00>", "192.0.2.10", "178", "\\MAILSLOT\\MESSNGR", "1", "1",
          "2", hexBody, "",
        ])
    }
    #expect(rows.count == kinds.count)
  }

  @Test func `Wireshark reads our session packets and messages`() throws {
    let (from, to) = (Array("ALPHA".utf8), Array("BRAVO".utf8))
    // Wireshark 4.0 takes the group identifier of a text for its buffer, so there is none here.
    let blocks: [MessageBlock] = [
      .single(originatorName: from, destinationName: to, text: Array("HI".utf8)),
      .start(originatorName: from, destinationName: to), .end(groupID: 7),
    ]
    let request = SessionPacket.request(called: try name("BRAVO"), calling: try name("ALPHA"))
    let packets: [SessionPacket] =
      [request, .positiveResponse, .negativeResponse(.calledNameNotPresent), .keepAlive]
      + (try blocks.map { .message(try MessageRequest($0).encoded()) })
    let rows = try Tshark.fields(
      [
        "nbss.type", "nbss.called_name", "nbss.calling_name", "nbss.error_code", "smb.cmd",
        "smb.originator_name", "smb.destination_name", "smb.mgid", "_ws.malformed",
      ], of: try packets.map { try $0.encoded() }, in: .session)
    #expect(
      rows == [
        ["0x81", "BRAVO<03>", "ALPHA<03>", "", "", "", "", "", ""],
        ["0x82", "", "", "", "", "", "", "", ""],
        ["0x83", "", "", "0x82", "", "", "", "", ""],
        ["0x85", "", "", "", "", "", "", "", ""],
        ["0x00", "", "", "", "0xd0", "ALPHA", "BRAVO", "", ""],
        ["0x00", "", "", "", "0xd5", "ALPHA", "BRAVO", "", ""],
        ["0x00", "", "", "", "0xd6", "", "", "7", ""],
      ])
  }
}
