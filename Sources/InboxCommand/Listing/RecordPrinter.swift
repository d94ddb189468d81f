// SPDX-License-Identifier: Apache-2.0

import Inbox

/// Prints messages, for a person or for a program.
struct RecordPrinter {
  private let surroundings: Surroundings
  private let format: RecordFormat
  private let isJSON: Bool

  /// Creates a printer.
  init(_ surroundings: Surroundings, isJSON: Bool) {
    self.surroundings = surroundings
    self.isJSON = isJSON
    format = RecordFormat(style: surroundings.style, now: surroundings.now)
  }

  /// Prints each message on a line of its own.
  func printRows(_ records: some Sequence<InboxRecord>) throws {
    let lines = records.map { isJSON ? $0.jsonLine : format.row($0) }
    guard !lines.isEmpty else { return }
    try surroundings.print(lines.joined(separator: "\n"))
  }

  /// Prints a message as a whole.
  ///
  /// - Parameter isFirst: Whether nothing stands before it that it must be set apart from.
  func printPage(_ record: InboxRecord, isFirst: Bool) throws {
    guard !isJSON else { return try surroundings.print(record.jsonLine) }
    try surroundings.print((isFirst ? "" : "\n") + format.page(record))
  }
}
