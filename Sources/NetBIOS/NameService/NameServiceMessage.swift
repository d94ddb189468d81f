// SPDX-License-Identifier: Apache-2.0

import Wire

/// The message of a name service packet.
///
/// | message | broadcast | unicast |
/// |---|---|---|
/// | registration request | 0x2910 | 0x2900 |
/// | overwrite request or demand | 0x2810 | 0x2800 |
/// | multi-homed registration request | | 0x7900 |
/// | refresh request | 0x4010 | 0x4000 |
/// | registration response | | 0xAD80 + RCODE |
/// | end-node challenge | | 0xAD00 |
/// | name conflict demand | | 0xAD87 |
/// | release request or demand | 0x3010 | 0x3000 |
/// | release response | | 0xB400 + RCODE |
/// | query request | 0x0110 | 0x0100 |
/// | positive query response | | 0x8500, from a name server 0x8580 |
/// | negative query response | | 0x8580 + RCODE |
/// | redirect | | 0x8100 |
/// | wait for acknowledgement (WACK) | | 0xBC00 |
/// | node status request | 0x0010 | 0x0000 |
/// | node status response | | 0x8400 |
///
/// Source: RFC 1002 4.2; the multi-homed request is [MS-NBTE] 2.2.2.
public indirect enum NameServiceMessage: Equatable, Sendable {
  /// The sender asks for a name.
  case registrationRequest(NameRecord, isBroadcast: Bool)

  /// The sender declares that it owns the name from now on.
  case overwriteRequest(NameRecord, isBroadcast: Bool)

  /// The sender asks for a name at one of its several addresses.
  case multihomedRegistrationRequest(NameRecord)

  /// The sender still owns the name: opcode 8; opcode 9 of the RFC's diagram is read as well.
  case refreshRequest(NameRecord, isBroadcast: Bool)

  /// The name is granted.
  case positiveRegistrationResponse(NameRecord)

  /// The name is refused; the record names its owner.
  case negativeRegistrationResponse(NameRecord, ResponseCode)

  /// A name server asks the requester to challenge the owner itself.
  case endNodeChallenge(NameRecord)

  /// The receiver is to give the name up, because another node has it too. Any node can send this.
  case conflictDemand(ScopedName)

  /// The sender gives the name up.
  case releaseRequest(NameRecord, isBroadcast: Bool)

  /// Whether the name has been given up.
  case releaseResponse(NameRecord, ResponseCode)

  /// The sender asks which node owns the name.
  case queryRequest(ScopedName, isBroadcast: Bool)

  /// These nodes own the name; TTL in seconds.
  case positiveQueryResponse(ScopedName, timeToLive: UInt32, [NameEntry])

  /// A name server knows no owner of the name; some servers leave out the name.
  case negativeQueryResponse(ScopedName?, ResponseCode)

  /// The requester is to ask another name server: its domain name and its address.
  case redirect(ScopedName, server: NetBIOSScope, address: IPv4Address)

  /// The requester is to wait so many seconds for the answer to the request with those flags.
  case waitForAcknowledgement(ScopedName, seconds: UInt32, flags: NameServiceFlags)

  /// The sender asks a node for its names, by any name of the node or ``NetBIOSName/wildcard``.
  case nodeStatusRequest(ScopedName, isBroadcast: Bool)

  /// The names of the node.
  case nodeStatusResponse(ScopedName, NodeStatus)

  /// Whether the message asks about names, and is neither a claim nor an answer.
  public var isQuestion: Bool {
    switch self {
    case .queryRequest, .nodeStatusRequest: true
    default: false
    }
  }

  /// Whether the message is a request to all nodes of a network.
  var isBroadcast: Bool {
    switch self {
    case .registrationRequest(_, let isBroadcast), .overwriteRequest(_, let isBroadcast),
      .refreshRequest(_, let isBroadcast), .releaseRequest(_, let isBroadcast),
      .queryRequest(_, let isBroadcast), .nodeStatusRequest(_, let isBroadcast):
      isBroadcast
    default: false
    }
  }
}

extension NameServiceMessage {
  /// The message as the frame of a packet.
  func frame(_ id: UInt16) throws(WireError) -> NameServiceFrame {
    switch self {
    case .registrationRequest(let record, let isBroadcast):
      claim(id, 0x2900, isBroadcast, record)
    case .overwriteRequest(let record, let isBroadcast): claim(id, 0x2800, isBroadcast, record)
    case .multihomedRegistrationRequest(let record): claim(id, 0x7900, false, record)
    case .refreshRequest(let record, let isBroadcast): claim(id, 0x4000, isBroadcast, record)
    case .releaseRequest(let record, let isBroadcast): claim(id, 0x3000, isBroadcast, record)
    case .positiveRegistrationResponse(let record): answer(id, 0xAD80, record)
    case .negativeRegistrationResponse(let record, let code): answer(id, 0xAD80, record, code)
    case .endNodeChallenge(let record): answer(id, 0xAD00, record)
    case .conflictDemand(let name):
      answer(id, 0xAD80, NameRecord(name, entry: NameEntry(address: .any)), .conflict)
    case .releaseResponse(let record, let code): answer(id, 0xB400, record, code)
    case .queryRequest(let name, let isBroadcast):
      question(id, 0x0100, isBroadcast, name, .nameService)
    case .nodeStatusRequest(let name, let isBroadcast):
      question(id, 0x0000, isBroadcast, name, .nodeStatus)
    case .positiveQueryResponse(let name, let timeToLive, let entries):
      answer(
        id, 0x8500,
        ResourceRecord(
          name.labels, .nameService, timeToLive: timeToLive, data: entries.flatMap(bytes)))
    case .negativeQueryResponse(let name, let code):
      answer(id, 0x8580 | UInt16(code.rawValue), name.map { ResourceRecord($0.labels, .null) })
    case .redirect(let name, let server, let address): redirect(id, name, server, address)
    case .waitForAcknowledgement(let name, let seconds, let flags):
      answer(
        id, 0xBC00,
        ResourceRecord(
          name.labels, .null, timeToLive: seconds,
          data: [UInt8(flags.rawValue >> 8), UInt8(flags.rawValue & 0xFF)]))
    case .nodeStatusResponse(let name, let status):
      answer(
        id, status.isTruncated ? 0x8600 : 0x8400,
        ResourceRecord(name.labels, .nodeStatus, data: try status.encoded()))
    }
  }

  @inline(never)
  private func question(
    _ id: UInt16, _ flags: UInt16, _ isBroadcast: Bool, _ name: ScopedName,
    _ kind: ResourceRecord.Kind
  ) -> NameServiceFrame {
    var frame = NameServiceFrame(transactionID: id, flags: isBroadcast ? flags | 0x0010 : flags)
    frame.question = NameServiceFrame.Question(name: name.labels, kind: kind)
    return frame
  }

  @inline(never)
  private func claim(
    _ id: UInt16, _ flags: UInt16, _ isBroadcast: Bool, _ record: NameRecord
  ) -> NameServiceFrame {
    var frame = question(id, flags, isBroadcast, record.name, .nameService)
    frame.additional = [resourceRecord(record)]
    return frame
  }

  @inline(never)
  private func answer(
    _ id: UInt16, _ flags: UInt16, _ record: NameRecord, _ code: ResponseCode = .success
  ) -> NameServiceFrame {
    answer(id, flags | UInt16(code.rawValue), resourceRecord(record))
  }

  @inline(never)
  private func answer(
    _ id: UInt16, _ flags: UInt16, _ record: ResourceRecord?
  ) -> NameServiceFrame {
    var frame = NameServiceFrame(transactionID: id, flags: flags)
    frame.answers = record.map { [$0] } ?? []
    return frame
  }

  @inline(never)
  private func redirect(
    _ id: UInt16, _ name: ScopedName, _ server: NetBIOSScope, _ address: IPv4Address
  ) -> NameServiceFrame {
    let labels = LabelSequence(server.labels)
    var (serverName, bits) = (ByteWriter(), ByteWriter())
    labels.encode(into: &serverName)
    bits.writeBigEndian(address.rawValue)
    var frame = NameServiceFrame(transactionID: id, flags: 0x8100)
    frame.authorities = [ResourceRecord(name.labels, .nameServer, data: serverName.bytes)]
    frame.additional = [ResourceRecord(labels, .address, data: bits.bytes)]
    return frame
  }

  @inline(never)
  private func resourceRecord(_ record: NameRecord) -> ResourceRecord {
    ResourceRecord(
      record.name.labels, .nameService, timeToLive: record.timeToLive, data: bytes(record.entry))
  }

  @inline(never)
  private func bytes(_ entry: NameEntry) -> [UInt8] {
    var writer = ByteWriter(reservingCapacity: NameEntry.byteCount)
    entry.encode(into: &writer)
    return writer.bytes
  }
}
