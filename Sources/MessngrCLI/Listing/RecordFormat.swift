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

  /// The most columns of a list for a sender that claims another name.
  private static let senderColumns = 24

  /// A message as one line of a list: number, state, time, sender, and the beginning of the text.
  func row(_ record: InboxRecord) -> String {
    let time = WallTime(record.delivery.arrival, in: now.zone).short(at: now)
    let sender = RecordFormat.sender(record.delivery)
    let number = String(record.number)
    let front =
      String(repeating: " ", count: max(0, 5 - number.count)) + number + "  "
      + TextWidth.padded(
        record.due == nil ? RecordFormat.word(for: record.state) : "waiting", to: 9) + "  "
      + TextWidth.padded(time, to: 10) + "  " + TextWidth.padded(sender, to: 12) + "  "
    let line = front + RecordFormat.beginning(of: record.delivery.message)
    return style.apply(
      emphasis(record), to: style.columns.map { TextWidth.cut(line, to: $0) } ?? line)
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
    case .read, .answered, .expired, .retracted: state.rawValue
    }
  }

  /// The sender in a list: the proven sender is never cut, only the claimed name.
  private static func sender(_ delivery: Delivery) -> String {
    let known = TextWidth.columns(of: delivery.knownSender)
    return TextWidth.cut(delivery.displayedSender, to: max(known, senderColumns))
  }

  /// The proven sender, or the address, and then the claimed name.
  private static func fullSender(_ delivery: Delivery) -> String {
    let known = delivery.knownSender
    let proof = delivery.origin.isProven ? "uid \(delivery.sender)" : "not proven"
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
