// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import Inbox
import Messages

/// `messngr read`: prints whole messages and marks them as read.
struct ReadCommand: AsyncSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Print messages in full, and mark them as read.",
    discussion: """
      Examples:
        messngr read
        messngr read 42
        messngr read --all --from backup

      Without a number it prints the next unread message, the oldest first. On a terminal, messages that \
      are longer than the screen go through MESSNGR_PAGER, PAGER or less.
      """)

  @Argument(help: "The numbers of messages.")
  var numbers: [Int64] = []

  @Flag(help: "All unread messages.")
  var all = false

  @Flag(help: "The next unread message.")
  var next = false

  @OptionGroup var options: FilterOptions

  @Flag(help: "Do not mark them as read.")
  var keep = false

  @Flag(help: "Print one JSON object for each message.")
  var json = false

  func validate() throws {
    guard [!numbers.isEmpty, all, next].count(where: { $0 }) <= 1 else {
      throw ValidationError("Use only one of numbers, --all and --next.")
    }
    guard numbers.isEmpty || options.isEmpty else {
      throw ValidationError("Use numbers or filters such as --from, not both.")
    }
    guard !(all && keep) else {
      throw ValidationError(
        "--all and --keep exclude each other; messngr inbox --unread --json prints all unread messages."
      )
    }
  }

  func run(in context: CommandContext) async throws -> Int32 {
    let filter = try options.filter(at: context.now)
    return try await context.withMessages { inbox in
      var status = ExitStatus.success
      try context.paging(unless: json) { context in
        if numbers.isEmpty {
          try readUnread(filter, inbox, context)
        } else {
          status = try readNumbers(inbox, context)
        }
      }
      return status.rawValue
    }
  }

  private func readNumbers(_ inbox: Inbox, _ context: CommandContext) throws -> ExitStatus {
    var status = ExitStatus.success
    var isFirst = true
    for number in numbers {
      guard let record = try inbox.message(number: number) else {
        context.note("there is no message \(number)")
        status = .noSuchName
        continue
      }
      try read([record], inbox, context, isFirst: isFirst)
      isFirst = false
    }
    return status
  }

  private func readUnread(
    _ filter: InboxFilter, _ inbox: Inbox, _ context: CommandContext
  ) throws {
    // Messages that arrive from now on are left for the next call, or this might never end.
    let last = try inbox.latest().number
    var isFirst = true
    while true {
      let records = try inbox.unread(filter, limit: all ? 64 : 1).filter { $0.number <= last }
      if records.isEmpty {
        if isFirst { context.note("no unread messages") }
        break
      }
      let isMarked = try read(records, inbox, context, isFirst: isFirst)
      isFirst = false
      guard all, isMarked else { break }
    }
  }

  /// Prints messages and then marks them, so that a message that could not be printed stays unread.
  ///
  /// - Returns: Whether one of them was marked.
  @discardableResult
  private func read(
    _ records: [InboxRecord], _ inbox: Inbox, _ context: CommandContext, isFirst: Bool
  ) throws -> Bool {
    let printer = RecordPrinter(context, isJSON: json)
    for (index, record) in records.enumerated() {
      try printer.printPage(record, isFirst: isFirst && index == 0)
    }
    guard !keep else { return false }
    return try inbox.mark(records.map(\.number), as: .read, at: context.clock())
      .contains { $0.isChanged }
  }
}
