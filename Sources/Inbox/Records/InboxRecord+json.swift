// SPDX-License-Identifier: Apache-2.0

import Console
import Foundation
import Messages

extension InboxRecord {
  /// The version of the meaning of the keys.
  private static let format = 1

  /// The record as one line of JSON without a line end, its keys in alphabetical order.
  ///
  /// Times are milliseconds since 1970, and raw bytes are Base64. A value that is missing has no key.
  /// Programs depend on the keys: new ones may come, and ``format`` grows when one changes its meaning.
  public var jsonLine: String {
    let (message, attributes) = (delivery.message, delivery.message.attributes)
    var line = JSONLine()
    if !attributes.actions.isEmpty { line.add("actions", attributes.actions.map(\.description)) }
    if let answer { line.add("answer", answer) }
    line.add("arrival", delivery.arrival.milliseconds)
    if let category = attributes.category { line.add("category", category) }
    line.add("change", change)
    if let due { line.add("due", due.milliseconds) }
    if let expires = attributes.expires { line.add("expires", expires) }
    line.add("format", InboxRecord.format)
    line.add("from", message.from)
    if let icon = attributes.icon { line.add("icon", icon) }
    line.add("id", delivery.id.description)
    line.add("number", number)
    line.add("origin", delivery.origin.description)
    if let rawText = delivery.rawText { line.add("rawText", Data(rawText).base64EncodedString()) }
    if let read { line.add("read", read.milliseconds) }
    if !attributes.receipt.isEmpty {
      line.add("receipt", attributes.receipt.all.map(\.rawValue).sorted())
    }
    if let replacedBy { line.add("replacedBy", replacedBy) }
    if let replaces = attributes.replaces { line.add("replaces", replaces.description) }
    if let retracts = attributes.retracts { line.add("retracts", retracts.description) }
    line.add("sender", delivery.sender)
    line.add("senderName", delivery.senderName)
    if let sent = attributes.sent { line.add("sent", sent.milliseconds) }
    if let shown { line.add("shown", shown.milliseconds) }
    line.add("state", state.rawValue)
    line.add("stateTime", stateTime.milliseconds)
    line.add("text", message.text)
    if let title = attributes.title { line.add("title", title) }
    line.add("to", message.to)
    line.add("unread", isUnread)
    line.add("urgency", attributes.urgency.rawValue)
    if let waits = attributes.waits { line.add("waits", waits) }
    return line.text
  }

  /// Reads a record from a line of JSON; keys that are not known are ignored.
  ///
  /// - Throws: ``InboxRecordError``.
  public init(jsonLine: String) throws(InboxRecordError) {
    guard let line = try? JSONDecoder().decode(Line.self, from: Data(jsonLine.utf8)) else {
      throw .notARecord
    }
    guard line.format ?? 1 <= InboxRecord.format else { throw .badValue(key: "format") }
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

  /// The keys that are read, with the types of their values.
  private struct Line: Decodable {
    let number, arrival, stateTime: Int64
    let id, from, to, text, senderName, origin, urgency, state: String
    let sender: UInt32
    let rawText: Data?
    let title, icon, category, replaces, retracts, answer: String?
    let actions, receipt: [String]?
    let expires, waits: UInt32?
    let shown, read, change, sent, due: Int64?
    let format: Int?
  }

  private static func attributes(of line: Line) throws(InboxRecordError) -> MessageAttributes {
    var attributes = MessageAttributes()
    attributes.id = MessageID(line.id)
    attributes.urgency = try value("urgency", Urgency(rawValue: line.urgency))
    attributes.title = line.title
    attributes.icon = line.icon
    attributes.category = line.category
    attributes.expires = line.expires
    attributes.waits = line.waits
    if let sent = line.sent { attributes.sent = try time("sent", sent) }
    if let due = line.due, line.state == MessageState.stored.rawValue {
      attributes.due = try time("due", due)
    }
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
}
