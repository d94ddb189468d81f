// SPDX-License-Identifier: Apache-2.0

import Messages

/// The columns of a list of messages, as wide as the list needs and its terminal allows.
struct RecordColumns: Equatable, Sendable {
  /// What a list shows of one message.
  struct Fields: Equatable, Sendable {
    /// Its number.
    let number: String

    /// `!` for a critical message, else a space.
    let mark: String

    /// The word for its state.
    let state: String

    /// When it arrived.
    let time: String

    /// Its sender.
    let sender: String

    /// The recipient that it names; empty for the owner of the inbox.
    let recipient: String

    /// The beginning of the text.
    let text: String
  }

  private let number: Int
  private let state: Int
  private let time: Int
  private let sender: Int
  private let recipient: Int
  private let gap: String

  /// The words above the columns.
  private static let headings = Fields(
    number: "NO", mark: " ", state: "STATE", time: "TIME", sender: "FROM", recipient: "TO",
    text: "MESSAGE")

  /// The columns of a list that has no width: it goes to a pipe, or it grows.
  static let fixed = RecordColumns(
    number: 5, state: 9, time: 10, sender: 12, recipient: 0, gap: "  ")

  private init(number: Int, state: Int, time: Int, sender: Int, recipient: Int, gap: String) {
    self.number = number
    self.state = state
    self.time = time
    self.sender = sender
    self.recipient = recipient
    self.gap = gap
  }

  /// The columns for messages on a terminal.
  ///
  /// On a narrow one, long names make their own lines longer, and not those of others. Below 60 columns there
  /// are no recipients.
  ///
  /// - Parameter columns: The width of the terminal.
  init(for rows: [Fields], columns: Int) {
    func width(_ field: (Fields) -> String, atMost limit: Int = .max) -> Int {
      let widths = (rows + [RecordColumns.headings]).map { TextWidth.columns(of: field($0)) }
      return min(widths.max() ?? 0, limit)
    }
    let limit = RecordColumns.nameLimit(columns: columns)
    let isNeeded = columns >= 60 && rows.contains { !$0.recipient.isEmpty }
    self.init(
      number: width(\.number), state: width(\.state), time: width(\.time),
      sender: width(\.sender, atMost: limit),
      recipient: isNeeded ? width(\.recipient, atMost: limit) : 0, gap: columns < 60 ? " " : "  ")
  }

  /// The most columns of a name on a terminal of a width, or without one.
  static func nameLimit(columns: Int?) -> Int {
    guard let columns else { return 24 }
    return min(24, max(8, columns / 5))
  }

  /// The line above the rows.
  var heading: String { line(RecordColumns.headings) }

  /// One row, without spaces at its end.
  func line(_ fields: Fields) -> String {
    let space = String(repeating: " ", count: max(0, number - fields.number.utf8.count))
    var columns = [
      space + fields.number + fields.mark + " " + TextWidth.padded(fields.state, to: state),
      TextWidth.padded(fields.time, to: time), TextWidth.padded(fields.sender, to: sender),
    ]
    if recipient > 0 { columns.append(TextWidth.padded(fields.recipient, to: recipient)) }
    var line = (columns + [fields.text]).joined(separator: gap)
    while line.last == " " { line.removeLast() }
    return line
  }
}
