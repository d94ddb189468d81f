// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import Inbox

/// `messngr inbox`: lists messages.
struct ListCommand: AsyncSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "inbox",
    abstract: "List messages, the newest first.",
    discussion: """
      Examples:
        messngr inbox --unread
        messngr inbox --from backup --urgency critical --since yesterday
        messngr inbox --follow --json

      Listing marks nothing as read. On a terminal, a list longer than the screen goes through \
      MESSNGR_PAGER, PAGER or less.
      """)

  @Flag(help: "Only unread messages.")
  var unread = false

  @OptionGroup var options: FilterOptions

  @OptionGroup var states: StateOptions

  @Option(
    name: [.customShort("n", allowingJoined: true), .long], help: "How many messages at most.")
  var limit = 50

  @Flag(
    name: [.customShort("f"), .long], help: "List, then wait for new messages and print them.")
  var follow = false

  @Flag(help: "Print one JSON object for each message.")
  var json = false

  func validate() throws {
    guard limit >= 0 else { throw ValidationError("--limit cannot be negative.") }
  }

  func run(in context: CommandContext) async throws -> Int32 {
    let filter = try options.filter(
      isUnread: unread, states: states.states(), at: context.now)
    return try await context.withMessages { inbox in
      if follow {
        try await self.follow(inbox, filter, context)
      } else {
        try context.paging(unless: json) { try list(inbox, filter, $0) }
      }
      return ExitStatus.success.rawValue
    }
  }

  private func list(_ inbox: Inbox, _ filter: InboxFilter, _ context: CommandContext) throws {
    // One more than the limit shows whether there are more.
    let records = try inbox.list(filter, limit: min(limit, .max - 1) + 1)
    let printer = RecordPrinter(context, isJSON: json)
    try printer.printRows(records.prefix(limit))
    if records.isEmpty {
      context.note(unread ? "no unread messages" : "no messages")
    } else if records.count > limit, !json {
      context.note("there are more: --limit \(max(limit, 5) * 10)")
    }
  }

  private func follow(
    _ inbox: Inbox, _ filter: InboxFilter, _ context: CommandContext
  ) async throws {
    var follower = try Follower(inbox, filter)
    let first = follower.lastNumber
    let known = try inbox.list(filter, limit: limit).filter { $0.number <= first }
    try RecordPrinter(context, isJSON: json).printRows(known.reversed(), isGrowing: true)
    // Without an agent, this command takes messages in as they arrive.
    try await withThrowingTaskGroup { group in
      group.addTask { try await context.followSpools(into: inbox) }
      try await inbox.withChanges { changes in
        for await _ in changes {
          // A new printer each time, because the meaning of "today" changes.
          try RecordPrinter(context, isJSON: json).printRows(
            follower.newMessages(), isGrowing: true)
        }
      }
      group.cancelAll()
    }
  }
}
