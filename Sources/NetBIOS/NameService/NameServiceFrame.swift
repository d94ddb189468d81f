// SPDX-License-Identifier: Apache-2.0

import Wire

/// A name service packet as it lies on the wire, whatever it means.
///
///      0             2       4         6         8         10        12
///     +-------------+-------+---------+---------+---------+---------+----------
///     | NAME_TRN_ID | flags | QDCOUNT | ANCOUNT | NSCOUNT | ARCOUNT | records…
///     +-------------+-------+---------+---------+---------+---------+----------
///
/// Source: RFC 1002 4.2.1.
struct NameServiceFrame: Sendable {
  /// The longest packet, in bytes: RFC 1002 6, MAX_DATAGRAM_LENGTH.
  static let maximumByteCount = 576

  var transactionID: UInt16
  var flags: NameServiceFlags
  var question: (name: LabelSequence, kind: ResourceRecord.Kind)?
  var answers: [ResourceRecord] = []
  var authorities: [ResourceRecord] = []
  var additional: [ResourceRecord] = []

  init(transactionID: UInt16, flags: UInt16) {
    self.transactionID = transactionID
    self.flags = NameServiceFlags(rawValue: flags)
  }

  init(decoding reader: inout ByteReader) throws(WireError) {
    transactionID = try reader.readBigEndian("NAME_TRN_ID")
    flags = NameServiceFlags(rawValue: try reader.readBigEndian("FLAGS"))
    let questionCount: UInt16 = try reader.readBigEndian("QDCOUNT")
    guard questionCount <= 1 else {
      throw WireError(.unexpected(value: UInt64(questionCount)), in: "QDCOUNT", at: 4)
    }
    let counts = (
      answers: try reader.readBigEndian("ANCOUNT", as: UInt16.self),
      authorities: try reader.readBigEndian("NSCOUNT", as: UInt16.self),
      additional: try reader.readBigEndian("ARCOUNT", as: UInt16.self)
    )
    if questionCount == 1 {
      let name = try LabelSequence(decoding: &reader, "QUESTION_NAME", pointerLimit: 0)
      question = (name, try ResourceRecord.Kind(decoding: &reader, "QUESTION_TYPE"))
    }
    answers = try NameServiceFrame.records(counts.answers, &reader)
    authorities = try NameServiceFrame.records(counts.authorities, &reader)
    additional = try NameServiceFrame.records(counts.additional, &reader)
    // RFC 1002 4.2.14 draws a record in a negative answer and counts none.
    if flags.isResponse, counts == (0, 0, 0), !reader.isAtEnd {
      answers = try NameServiceFrame.records(1, &reader)
    }
  }

  func encode(into writer: inout ByteWriter) throws(WireError) {
    writer.writeBigEndian(transactionID)
    writer.writeBigEndian(flags.rawValue)
    writer.writeBigEndian(question == nil ? 0 : 1 as UInt16)
    for records in [answers, authorities, additional] {
      writer.writeBigEndian(UInt16(truncatingIfNeeded: records.count))
    }
    if let question {
      question.name.encode(into: &writer)
      question.kind.encode(into: &writer)
    }
    for record in answers + authorities + additional {
      try record.encode(into: &writer, isPointing: record.name == question?.name)
    }
  }

  private static func records(
    _ count: UInt16, _ reader: inout ByteReader
  ) throws(WireError) -> [ResourceRecord] {
    var records: [ResourceRecord] = []
    for _ in 0..<count { records.append(try ResourceRecord(decoding: &reader)) }
    return records
  }
}
