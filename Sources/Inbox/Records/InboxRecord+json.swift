// SPDX-License-Identifier: Apache-2.0

import Console
import Foundation
import Messages

extension InboxRecord {
  /// The record as one line of JSON without a line end, its keys in alphabetical order.
  ///
  /// Times are milliseconds since 1970, raw bytes are Base64, and what is not there has no key.
  public var jsonLine: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings, numbers and bytes can always be written.
    return (try? encoder.encode(line)).map {
      JSONLine.escaped(String(decoding: $0, as: UTF8.self))
    } ?? "{}"
  }

  /// Reads a record from a line of JSON; keys that are not known are passed over.
  ///
  /// - Throws: ``InboxRecordError``.
  public init(jsonLine: String) throws(InboxRecordError) {
    guard let line = try? JSONDecoder().decode(RecordLine.self, from: Data(jsonLine.utf8)) else {
      throw .notARecord
    }
    let state = try InboxRecord.value("state", MessageState(rawValue: line.state))
    let arrival = try InboxRecord.time("arrival", line.arrival)
    let stateTime = try InboxRecord.time("stateTime", line.stateTime)
    let shown = try line.shown.map { value throws(InboxRecordError) in
      try InboxRecord.time("shown", value)
    }
    let read = try line.read.map { value throws(InboxRecordError) in
      try InboxRecord.time("read", value)
    }
    let delivery = Delivery(
      id: try InboxRecord.value("id", MessageID(line.id)),
      message: Message(
        from: line.from, to: line.to, text: line.text,
        attributes: try InboxRecord.attributes(of: line)),
      rawText: line.rawText.map(Array.init), sender: line.sender, senderName: line.senderName,
      origin: try InboxRecord.value("origin", Origin(line.origin)), arrival: arrival)
    self.init(
      number: line.number, delivery: delivery, state: state, stateTime: stateTime,
      shown: state.hasReached(.shown) ? shown ?? stateTime : nil,
      read: state.hasReached(.read) ? read ?? stateTime : nil,
      answer: state == .answered ? line.answer : nil, replacedBy: nil, change: line.change ?? 0)
  }

  private static func attributes(
    of line: RecordLine
  ) throws(InboxRecordError) -> MessageAttributes {
    var attributes = MessageAttributes()
    attributes.id = MessageID(line.id)
    attributes.urgency = try value("urgency", Urgency(rawValue: line.urgency))
    attributes.title = line.title
    attributes.icon = line.icon
    attributes.category = line.category
    attributes.expires = line.expires
    if let id = line.replaces { attributes.replaces = try value("replaces", MessageID(id)) }
    if let id = line.retracts { attributes.retracts = try value("retracts", MessageID(id)) }
    for action in line.actions ?? [] {
      attributes.actions.append(try value("actions", MessageAction(action)))
    }
    for state in line.receipt ?? [] {
      attributes.receipt.insert(try value("receipt", MessageState(rawValue: state)))
    }
    return attributes
  }

  private static func time(
    _ key: String, _ milliseconds: Int64
  ) throws(InboxRecordError) -> UnixTime {
    let time = UnixTime(milliseconds: milliseconds)
    guard UnixTime.possible.contains(time) else { throw .badValue(key: key) }
    return time
  }

  private static func value<Value>(
    _ key: String, _ value: Value?
  ) throws(InboxRecordError) -> Value {
    guard let value else { throw .badValue(key: key) }
    return value
  }

  private var line: RecordLine {
    let (message, attributes) = (delivery.message, delivery.message.attributes)
    return RecordLine(
      number: number, id: delivery.id.description, from: message.from, to: message.to,
      text: message.text, rawText: delivery.rawText.map { Data($0) }, sender: delivery.sender,
      senderName: delivery.senderName, origin: delivery.origin.description,
      arrival: delivery.arrival.milliseconds, urgency: attributes.urgency.rawValue,
      title: attributes.title, icon: attributes.icon, category: attributes.category,
      expires: attributes.expires, replaces: attributes.replaces?.description,
      retracts: attributes.retracts?.description,
      actions: attributes.actions.isEmpty ? nil : attributes.actions.map(\.description),
      receipt: attributes.receipt.isEmpty ? nil : attributes.receipt.map(\.rawValue).sorted(),
      state: state.rawValue, stateTime: stateTime.milliseconds, unread: isUnread,
      shown: shown?.milliseconds, read: read?.milliseconds, answer: answer,
      replacedBy: replacedBy, change: change)
  }
}
