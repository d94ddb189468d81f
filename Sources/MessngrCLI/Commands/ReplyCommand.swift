// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import Inbox
import MessageDelivery
import Messages

/// `messngr reply`: answers a message.
struct ReplyCommand: AsyncSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "reply",
    abstract: "Answer a message.",
    discussion: """
      Examples:
        messngr reply 42 "On my way"
        messngr reply 42 yes
        messngr reply 42 < report.txt

      The answer goes to the user who sent the message, as the kernel proves, not to the name that it \
      claims. It also ends the wait of "netsend --until answered". All words after the number are the \
      answer; without words it is read from standard input. Write options before the number.
      """)

  @Flag(name: .shortAndLong, help: "Print only errors.")
  var quiet = false

  @Flag(help: "Print the result as a JSON object.")
  var json = false

  @Argument(help: "The number of the message.")
  var number: Int64

  @Argument(parsing: .captureForPassthrough, help: "The answer.")
  var text: [String] = []

  func run(in context: CommandContext) async throws -> Int32 {
    try await context.withMessages { inbox in
      guard let record = try inbox.message(number: number) else {
        throw CommandFailure("there is no message \(number)", .noSuchName)
      }
      let answer = try Answer(
        to: record, text: try TextInput(context).text(of: text), from: context)
      let report = DeliveryReport(answer.send(), style: quiet ? .quiet : json ? .json : .lines)
      let isSent = report.exitStatus == .success
      // A sender that waits gets the answer from the agent, even if no message reaches that user.
      if isSent || answer.isAwaited {
        _ = try inbox.mark(
          [number], as: .answered, at: context.clock(), answer: answer.words)
      }
      for line in report.output { try context.print(line) }
      for line in report.errors { context.note(line) }
      return report.exitStatus.rawValue
    }
  }
}
