// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import Inbox

/// `messngr search`: finds messages by their words.
struct SearchCommand: AsyncSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find messages that contain all of the words.",
    discussion: """
      Examples:
        messngr search raid
        messngr search backup 'fail*' --since yesterday
        messngr search --json reboot

      It searches names, titles and texts; case and accents do not matter. A word that ends in * finds \
      all words that begin with it. On a terminal, a list longer than the screen goes through \
      MESSNGR_PAGER, PAGER or less.
      """)

  @Argument(help: "Words to look for.")
  var words: [String]

  @OptionGroup var options: FilterOptions

  @OptionGroup var states: StateOptions

  @Option(
    name: [.customShort("n", allowingJoined: true), .long], help: "How many messages at most.")
  var limit = 50

  @Flag(help: "Print one JSON object for each message.")
  var json = false

  func validate() throws {
    guard limit >= 0 else { throw ValidationError("--limit cannot be negative.") }
  }

  func run(in context: CommandContext) async throws -> Int32 {
    let filter = try options.filter(states: states.states(), at: context.now)
    return try await context.withMessages { inbox in
      let records = try inbox.search(
        words.joined(separator: " "), filter, limit: min(limit, .max - 1) + 1)
      try context.paging(unless: json) { context in
        try RecordPrinter(context, isJSON: json).printRows(records.prefix(limit))
      }
      if records.isEmpty {
        context.note("nothing found")
      } else if records.count > limit, !json {
        context.note("there are more: --limit \(max(limit, 5) * 10)")
      }
      return ExitStatus.success.rawValue
    }
  }
}
