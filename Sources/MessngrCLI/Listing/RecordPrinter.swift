// SPDX-License-Identifier: Apache-2.0

import Accounts
import Inbox

/// Prints messages, for a person or for a program.
struct RecordPrinter {
  private let context: CommandContext
  private let format: RecordFormat
  private let isJSON: Bool

  /// Creates a printer.
  init(_ context: CommandContext, isJSON: Bool) {
    self.context = context
    self.isJSON = isJSON
    format = RecordFormat(style: context.style, now: context.now)
  }

  /// Prints each message on a line of its own.
  ///
  /// - Parameter isGrowing: Whether more rows of the same list come later.
  func printRows(_ records: some Collection<InboxRecord>, isGrowing: Bool = false) throws {
    guard !records.isEmpty else { return }
    let lines =
      isJSON
      ? records.map(\.jsonLine)
      : format.rows(records, of: context.account.name, isGrowing: isGrowing)
    try context.print(lines.joined(separator: "\n"))
  }

  /// Prints a whole message.
  ///
  /// - Parameter isFirst: Whether no message was printed before it, so that no empty line is needed.
  func printPage(_ record: InboxRecord, isFirst: Bool) throws {
    guard !isJSON else { return try context.print(record.jsonLine) }
    try context.print((isFirst ? "" : "\n") + format.page(record))
  }
}
