// SPDX-License-Identifier: Apache-2.0

import Inbox
import LinuxSystem
import Messages

/// The format of messages for a person.
///
/// Text of a sender goes through `MessageText`, so that it cannot control the terminal.
struct RecordFormat: Sendable {
  private let style: Style
  private let now: WallTime

  /// Creates a format.
  init(style: Style, now: WallTime) {
    self.style = style
    self.now = now
  }

  /// Messages as lines of a list, with a heading on a terminal.
  ///
  /// - Parameters:
  ///   - owner: The owner of the inbox, who is not named as recipient.
  ///   - isGrowing: Whether more rows come later, so that no row decides about the columns.
  func rows(
    _ records: some Sequence<InboxRecord>, of owner: String, isGrowing: Bool
  ) -> [String] {
    let rows = records.map { (fields: fields(of: $0, owner), emphasis: emphasis($0)) }
    guard let width = style.columns, !isGrowing else {
      return rows.map { style.apply($0.emphasis, to: fit(RecordColumns.fixed.line($0.fields))) }
    }
    let columns = RecordColumns(for: rows.map(\.fields), columns: width)
    return [style.apply(.faint, to: fit(columns.heading))]
      + rows.map { style.apply($0.emphasis, to: fit(columns.line($0.fields))) }
  }

  private func fit(_ line: String) -> String {
    style.columns.map { TextWidth.cut(line, to: $0) } ?? line
  }

  private func fields(of record: InboxRecord, _ owner: String) -> RecordColumns.Fields {
    let message = record.delivery.message
    let isForOwner = message.to.lowercased() == owner.lowercased()
    return RecordColumns.Fields(
      number: String(record.number),
      mark: message.attributes.urgency == .critical ? "!" : " ",
      state: record.due == nil ? RecordFormat.word(for: record.state) : "waiting",
      time: WallTime(record.delivery.arrival, in: now.zone).short(at: now),
      sender: sender(record.delivery),
      recipient: isForOwner ? "" : MessageText.displayedOnOneLine(message.to, limit: 24),
      text: RecordFormat.beginning(of: message))
  }

  /// A whole message: a head, an empty line, and the text.
  func page(_ record: InboxRecord) -> String {
    let (delivery, message) = (record.delivery, record.delivery.message)
    var head = [
      ("Message", String(record.number)), ("From", RecordFormat.fullSender(delivery)),
      ("To", MessageText.displayedOnOneLine(message.to)),
      ("Date", WallTime(delivery.arrival, in: now.zone).full),
    ]
    if let sent = delivery.differingSendingTime {
      head.append(("Sent", WallTime(sent, in: now.zone).full))
    }
    if let due = record.due { head.append(("Due", WallTime(due, in: now.zone).full)) }
    if let title = message.attributes.title {
      head.append(("Title", MessageText.displayedOnOneLine(title)))
    }
    if message.attributes.urgency != .normal {
      head.append(("Urgency", message.attributes.urgency.rawValue))
    }
    head.append(("State", state(record)))
    if let answer = record.answer {
      head.append(("Answer", MessageText.displayedOnOneLine(answer)))
    }
    if let number = record.replacedBy { head.append(("Replaced", "by message \(number)")) }
    for action in message.attributes.actions {
      let label = MessageText.displayedOnOneLine(action.label)
      let key = MessageText.displayedOnOneLine(action.key)
      head.append(("Offers", "\(label) (messngr reply \(record.number) \(key))"))
    }
    let lines = head.map { key, value in
      style.apply(.faint, to: TextWidth.padded("\(key):", to: 10)) + value
    }
    let text = MessageText.displayed(message.text, limit: .max)
    return (lines + ["", text]).joined(separator: "\n")
  }

  private func state(_ record: InboxRecord) -> String {
    let time = WallTime(record.stateTime, in: now.zone)
    return "\(record.state.rawValue) \(time.moment(at: now))"
  }

  private func emphasis(_ record: InboxRecord) -> Style.Emphasis? {
    guard record.isUnread else { return nil }
    return record.delivery.message.attributes.urgency == .critical ? .bad : .strong
  }

  // MARK: Words

  /// The word for a state in a list.
  static func word(for state: MessageState) -> String {
    switch state {
    case .stored: "new"
    case .shown, .dismissed: "unread"
    case .queued, .kept, .read, .answered, .expired, .retracted: state.rawValue
    }
  }

  /// The sender in a list: the proven sender is never cut, only the claimed name.
  private func sender(_ delivery: Delivery) -> String {
    let known = TextWidth.columns(of: delivery.knownSender)
    let limit = RecordColumns.nameLimit(columns: style.columns)
    return TextWidth.cut(delivery.displayedSender, to: max(known, limit))
  }

  /// The proven sender, or the address, and then the claimed name.
  private static func fullSender(_ delivery: Delivery) -> String {
    let known = delivery.knownSender
    let proof =
      switch delivery.origin {
      case .mailslot, .spool: "uid \(delivery.sender)"
      case .realm: "proven by the realm"
      case .datagram, .session: "not proven"
      }
    return "\(known) (\(proof))" + (delivery.claimedSender.map { " as \($0)" } ?? "")
  }

  /// The beginning of a message: its title, and the first line of its text.
  static func beginning(of message: Message) -> String {
    let lines = MessageText.displayed(message.text).split(
      separator: "\n", maxSplits: 1, omittingEmptySubsequences: true)
    let first = lines.first.map { MessageText.displayedOnOneLine(String($0)) } ?? ""
    let text = lines.count > 1 ? first + " …" : first
    guard let title = message.attributes.title else { return text }
    return MessageText.displayedOnOneLine(title) + (text.isEmpty ? "" : ": \(text)")
  }
}
