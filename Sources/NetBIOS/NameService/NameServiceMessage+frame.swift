// SPDX-License-Identifier: Apache-2.0

import Wire

extension NameServiceMessage {
  /// The frame that says it.
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

  private func question(
    _ id: UInt16, _ flags: UInt16, _ isBroadcast: Bool, _ name: ScopedName,
    _ kind: ResourceRecord.Kind
  ) -> NameServiceFrame {
    var frame = NameServiceFrame(transactionID: id, flags: isBroadcast ? flags | 0x0010 : flags)
    frame.question = (name.labels, kind)
    return frame
  }

  private func claim(
    _ id: UInt16, _ flags: UInt16, _ isBroadcast: Bool, _ record: NameRecord
  ) -> NameServiceFrame {
    var frame = question(id, flags, isBroadcast, record.name, .nameService)
    frame.additional = [resourceRecord(record)]
    return frame
  }

  private func answer(
    _ id: UInt16, _ flags: UInt16, _ record: NameRecord, _ code: ResponseCode = .success
  ) -> NameServiceFrame {
    answer(id, flags | UInt16(code.rawValue), resourceRecord(record))
  }

  private func answer(
    _ id: UInt16, _ flags: UInt16, _ record: ResourceRecord?
  ) -> NameServiceFrame {
    var frame = NameServiceFrame(transactionID: id, flags: flags)
    frame.answers = record.map { [$0] } ?? []
    return frame
  }

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

  private func resourceRecord(_ record: NameRecord) -> ResourceRecord {
    ResourceRecord(
      record.name.labels, .nameService, timeToLive: record.timeToLive, data: bytes(record.entry))
  }

  private func bytes(_ entry: NameEntry) -> [UInt8] {
    var writer = ByteWriter(reservingCapacity: NameEntry.byteCount)
    entry.encode(into: &writer)
    return writer.bytes
  }
}
