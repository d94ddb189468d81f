// SPDX-License-Identifier: Apache-2.0

import Wire

/// A name service packet by its fields, before the meaning of the message is known.
///
///      0             2       4         6         8         10        12
///     +-------------+-------+---------+---------+---------+---------+----------
///     | NAME_TRN_ID | FLAGS | QDCOUNT | ANCOUNT | NSCOUNT | ARCOUNT | records…
///     +-------------+-------+---------+---------+---------+---------+----------
///
/// Source: RFC 1002 4.2.1.
struct NameServiceFrame: Sendable {
  /// A field of the header, by its name in the RFC, which an error can be about.
  enum HeaderField: String {
    case flags = "FLAGS"
    case questionCount = "QDCOUNT"
    case answerCount = "ANCOUNT"
    case additionalCount = "ARCOUNT"

    /// Where the field begins in the header.
    var offset: Int {
      switch self {
      case .flags: 2
      case .questionCount: 4
      case .answerCount: 6
      case .additionalCount: 10
      }
    }
  }

  /// The question: a name, what is asked about it, and where QUESTION_NAME begins.
  struct Question {
    var name: LabelSequence
    var kind: ResourceRecord.Kind
    var offset = 0
  }

  /// The longest packet, in bytes: RFC 1002 6, MAX_DATAGRAM_LENGTH.
  static let maximumByteCount = 576

  var transactionID: UInt16
  var flags: NameServiceFlags
  var question: Question?
  var answers: [ResourceRecord] = []
  var authorities: [ResourceRecord] = []
  var additional: [ResourceRecord] = []

  /// Where the header begins.
  private var startOffset = 0

  init(transactionID: UInt16, flags: UInt16) {
    self.transactionID = transactionID
    self.flags = NameServiceFlags(rawValue: flags)
  }

  init(decoding reader: inout ByteReader) throws(WireError) {
    startOffset = reader.offset
    transactionID = try reader.readBigEndian("NAME_TRN_ID")
    flags = NameServiceFlags(rawValue: try reader.readBigEndian("FLAGS"))
    let questionCount: UInt16 = try reader.readBigEndian("QDCOUNT")
    guard questionCount <= 1 else { throw unexpected(questionCount, in: .questionCount) }
    let counts = (
      answers: try reader.readBigEndian("ANCOUNT", as: UInt16.self),
      authorities: try reader.readBigEndian("NSCOUNT", as: UInt16.self),
      additional: try reader.readBigEndian("ARCOUNT", as: UInt16.self)
    )
    if questionCount == 1 {
      let offset = reader.offset
      let name = try LabelSequence(decoding: &reader, "QUESTION_NAME", pointerLimit: 0)
      let kind = try ResourceRecord.Kind(decoding: &reader, "QUESTION_TYPE")
      question = Question(name: name, kind: kind, offset: offset)
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

  /// The error about a field of the header that holds a value it may not hold.
  func unexpected(_ value: some BinaryInteger, in field: HeaderField) -> WireError {
    WireError(
      .unexpected(value: UInt64(value)), in: field.rawValue, at: startOffset + field.offset)
  }

  private static func records(
    _ count: UInt16, _ reader: inout ByteReader
  ) throws(WireError) -> [ResourceRecord] {
    var records: [ResourceRecord] = []
    for _ in 0..<count { records.append(try ResourceRecord(decoding: &reader)) }
    return records
  }
}
