// SPDX-License-Identifier: Apache-2.0

import Wire

extension NameServiceFrame {
  /// The message of a request.
  func request() throws(WireError) -> NameServiceMessage {
    guard let question else { throw unexpected(0, in: .questionCount) }
    let name = try ScopedName(question.name, "QUESTION_NAME", at: question.offset)
    let isBroadcast = flags.isBroadcast
    switch (flags.opcode, question.kind) {
    case (0, .nameService): return .queryRequest(name, isBroadcast: isBroadcast)
    case (0, .nodeStatus): return .nodeStatusRequest(name, isBroadcast: isBroadcast)
    case (5, .nameService) where flags.isRecursionDesired:
      return .registrationRequest(try claim(name), isBroadcast: isBroadcast)
    case (5, .nameService): return .overwriteRequest(try claim(name), isBroadcast: isBroadcast)
    case (6, .nameService): return .releaseRequest(try claim(name), isBroadcast: isBroadcast)
    case (8, .nameService), (9, .nameService):
      return .refreshRequest(try claim(name), isBroadcast: isBroadcast)
    case (15, .nameService): return .multihomedRegistrationRequest(try claim(name))
    default: throw unexpectedFlags
    }
  }

  /// The message of a response.
  func response() throws(WireError) -> NameServiceMessage {
    let code = flags.responseCode
    if flags.opcode == 0, code != .success {
      return .negativeQueryResponse(try answers.first?.scopedName(), code)
    }
    if flags.opcode == 0, !flags.isAuthoritative { return try redirect() }
    guard let answer = answers.first, answers.count == 1 else {
      throw unexpected(answers.count, in: .answerCount)
    }
    switch (flags.opcode, answer.kind) {
    case (0, .nodeStatus):
      var status = try answer.decodeData(NodeStatus.self)
      status.isTruncated = flags.isTruncated
      return .nodeStatusResponse(try answer.scopedName(), status)
    case (0, .nameService):
      return .positiveQueryResponse(
        try answer.scopedName(), timeToLive: answer.timeToLive, try answer.entries())
    // WINS servers answer refreshes and multi-homed requests with opcode 5.
    case (5, .nameService), (8, .nameService), (9, .nameService), (15, .nameService):
      return registrationResponse(try answer.nameRecord(), code)
    case (6, .nameService): return .releaseResponse(try answer.nameRecord(), code)
    // The RFC's diagram has the type of a name here, its text the null type: both are in use.
    case (7, .null), (7, .nameService):
      let flags = NameServiceFlags(rawValue: try answer.waitFlags())
      return .waitForAcknowledgement(
        try answer.scopedName(), seconds: answer.timeToLive, flags: flags)
    default: throw unexpectedFlags
    }
  }

  @inline(never)
  private func registrationResponse(
    _ record: NameRecord, _ code: ResponseCode
  ) -> NameServiceMessage {
    let isBlank = record.timeToLive == 0 && record.entry == NameEntry(address: .any)
    return switch code {
    case .success where flags.isRecursionAvailable: .positiveRegistrationResponse(record)
    case .success: .endNodeChallenge(record)
    // A demand and a refusal for conflict have the same flags; the demand names no owner.
    case .conflict where isBlank: .conflictDemand(record.name)
    default: .negativeRegistrationResponse(record, code)
    }
  }

  @inline(never)
  private func claim(_ name: ScopedName) throws(WireError) -> NameRecord {
    guard let record = additional.first, additional.count == 1 else {
      throw unexpected(additional.count, in: .additionalCount)
    }
    guard record.kind == .nameService, try record.scopedName() == name else {
      throw WireError(
        .unexpected(value: UInt64(record.kind.rawValue)), in: "RR_NAME", at: record.nameOffset)
    }
    return try record.nameRecord()
  }

  @inline(never)
  private func redirect() throws(WireError) -> NameServiceMessage {
    guard let server = authorities.first, server.kind == .nameServer,
      let address = additional.first, address.kind == .address
    else { throw unexpectedFlags }
    var serverData = server.dataReader
    let labels = try LabelSequence(decoding: &serverData, "NSD_NAME", pointerLimit: 0)
    var addressData = address.dataReader
    let bits: UInt32 = try addressData.readBigEndian("NSD_IP_ADDR")
    return .redirect(
      try server.scopedName(), server: NetBIOSScope(unchecked: labels.labels),
      address: IPv4Address(rawValue: bits))
  }

  @inline(never)
  private var unexpectedFlags: WireError {
    unexpected(flags.rawValue, in: .flags)
  }
}

extension ResourceRecord {
  /// A reader of RDATA whose errors count from the start of the packet.
  fileprivate var dataReader: ByteReader { ByteReader(data, at: dataOffset) }

  @inline(never)
  fileprivate func scopedName() throws(WireError) -> ScopedName {
    try ScopedName(name, "RR_NAME", at: nameOffset)
  }

  @inline(never)
  fileprivate func nameRecord() throws(WireError) -> NameRecord {
    NameRecord(
      try scopedName(), timeToLive: timeToLive, entry: try decodeData(NameEntry.self))
  }

  @inline(never)
  fileprivate func entries() throws(WireError) -> [NameEntry] {
    var reader = dataReader
    var entries: [NameEntry] = []
    repeat { entries.append(try NameEntry(decoding: &reader)) } while !reader.isAtEnd
    return entries
  }

  @inline(never)
  fileprivate func waitFlags() throws(WireError) -> UInt16 {
    var reader = dataReader
    return try reader.readBigEndian("RDATA")
  }

  fileprivate func decodeData<Value: WireCodable>(_ type: Value.Type) throws(WireError) -> Value {
    try Value(decoding: data, at: dataOffset)
  }
}
