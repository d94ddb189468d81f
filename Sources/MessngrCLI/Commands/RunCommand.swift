// SPDX-License-Identifier: Apache-2.0

import Accounts
import ArgumentParser
import Messages
import NameDirectory

/// `messngr run`: runs a command, and sends a message when it fails.
struct RunCommand: AsyncSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a command, and send a message when it fails and when it recovers.",
    discussion: """
      Examples:
        messngr run --to ops -- /usr/local/bin/backup.sh
        messngr run --to ops --name backup --always -- rsync -a /srv /mnt
        messngr run --to ops --name %n -- systemctl status %n

      It is made for cron and for OnFailure=, and prints nothing while the command succeeds. When the \
      command fails, it prints the output, and sends the last lines as a critical message. The next \
      failure of the same job replaces that message, and so does the message that the job has recovered.

      No shell is involved. The exit status is that of the command: 128 plus the number of the signal \
      that ended it, 127 when it was not found. SIGTERM, SIGINT, SIGHUP and SIGQUIT are passed on to it.
      """)

  @Option(
    help: ArgumentHelp(
      "A recipient; may be repeated. Without it, you.", valueName: "name"),
    completion: .users)
  var to: [String] = []

  @Option(
    help: ArgumentHelp(
      "The name of the job; without it, that of the command.", valueName: "job"))
  var name: String?

  @Flag(help: "Also send a message each time the command succeeds.")
  var always = false

  @Option(help: ArgumentHelp("How many of the last lines are sent.", valueName: "lines"))
  var tail = 20

  @Flag(help: "Print the output of the command at once.")
  var show = false

  @Flag(name: .shortAndLong, help: "Do not print the output of a command that failed.")
  var quiet = false

  @Argument(
    parsing: .captureForPassthrough, help: "The command and its arguments.",
    completion: .file())
  var command: [String] = []

  /// The words to run, without the `--` that separates them from the options.
  var words: [String] { command.first == "--" ? Array(command.dropFirst()) : command }

  func validate() throws {
    if let first = command.first, first != "--", first.hasPrefix("-") {
      // The parser treats an unknown option as the command.
      guard !["-h", "--help"].contains(first) else { throw CleanExit.helpRequest(self) }
      throw ValidationError(
        "Unknown option '\(first)'; write '--' before a command that begins with '-'.")
    }
    guard words.first?.isEmpty == false else {
      throw ValidationError("There is no command. Write: messngr run --to NAME -- COMMAND…")
    }
    guard tail >= 0 else { throw ValidationError("--tail cannot be negative.") }
    guard !(show && quiet) else { throw ValidationError("--show and --quiet exclude each other.") }
    guard name.map({ JobName($0) != nil }) ?? true else {
      throw ValidationError("--name takes 1 to \(JobName.maximumByteCount) bytes.")
    }
    for word in to {
      do throws(MessageNameError) {
        _ = try Recipient(word)
      } catch {
        throw ValidationError("'\(word)' is not a recipient: \(error)")
      }
    }
  }

  func run(in context: CommandContext) async throws -> Int32 {
    let job = name.flatMap { JobName($0) } ?? JobName(command: words[0])
    let recipients = try (to.isEmpty ? [context.account.name] : to).map { try Recipient($0) }
    let run = try JobRun(words, printing: show, in: context)
    if !run.end.isSuccess {
      if !show, !quiet { run.printOutput() }
      context.note("\(job.text): \(run.end), after \(run.duration.text)")
    }
    JobNotice(job, tellsSuccess: always, tailLines: tail, recipients, in: context)
      .report(run)
    return run.end.exitStatus
  }
}
