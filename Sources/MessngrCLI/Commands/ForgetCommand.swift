// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import Inbox

/// `messngr forget`: deletes messages permanently.
struct ForgetCommand: AsyncSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Delete messages permanently.",
    discussion: """
      Examples:
        messngr forget 42 43
        messngr forget --from backup --until 2026-01-01
        messngr forget --all --dry-run

      Unread messages stay without --unread.
      """)

  @Argument(help: "The numbers of messages.")
  var numbers: [Int64] = []

  @OptionGroup var options: FilterOptions

  @OptionGroup var states: StateOptions

  @Flag(help: "All messages.")
  var all = false

  @Flag(help: "Also delete unread messages.")
  var unread = false

  @Flag(help: "Print how many messages would be deleted, and delete none.")
  var dryRun = false

  func validate() throws {
    guard
      [!numbers.isEmpty, !options.isEmpty || !states.state.isEmpty, all].count(where: { $0 }) == 1
    else {
      throw ValidationError(
        "Select messages by numbers, by filters such as --from and --until, or by --all.")
    }
  }

  func run(in context: CommandContext) async throws -> Int32 {
    let filter = try options.filter(states: states.states(), at: context.now)
    return try await context.withInbox { inbox in
      numbers.isEmpty
        ? try forget(filter, inbox, context) : try forgetNumbers(inbox, context)
    }
  }

  private func forgetNumbers(_ inbox: Inbox, _ context: CommandContext) throws -> Int32 {
    var status = ExitStatus.success
    var forgettable: [Int64] = []
    for number in numbers {
      switch try inbox.message(number: number) {
      case nil:
        context.note("there is no message \(number)")
        status = .noSuchName
      case let record? where record.isUnread && !unread:
        context.note("message \(number) is unread: --unread deletes it")
        status = .notPermitted
      case .some: forgettable.append(number)
      }
    }
    let count =
      dryRun
      ? Set(forgettable).count : try inbox.forget(forgettable, includingUnread: unread).count
    try report(count, context)
    return status.rawValue
  }

  private func forget(
    _ filter: InboxFilter, _ inbox: Inbox, _ context: CommandContext
  ) throws -> Int32 {
    let progress = Progress(context, "forgotten")
    var count = 0
    if dryRun {
      var position: InboxRecord.Position?
      repeat {
        let page = try inbox.list(filter, limit: 1024, before: position)
        count += page.count { unread || !$0.isUnread }
        position = page.last?.position
      } while position != nil
    } else {
      // At most as many as there were, because new messages may arrive all the time.
      let most = try inbox.counts().total
      while count < most {
        let step = try inbox.forget(
          filter, includingUnread: unread, limit: min(512, most - count))
        guard step > 0 else { break }
        count += step
        progress.show(count)
      }
    }
    progress.end()
    try report(count, context)
    return ExitStatus.success.rawValue
  }

  private func report(_ count: Int, _ context: CommandContext) throws {
    let messages = Counted.messages(count)
    try context.print(dryRun ? "Would forget \(messages)." : "Forgot \(messages).")
  }
}
