// SPDX-License-Identifier: Apache-2.0

import Accounts
import ArgumentParser
import Messages
import Sending

/// `messngr run`: runs a command, and says so when it fails.
struct RunCommand: AsyncSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a command, and tell when it fails and when it recovers.",
    discussion: """
      Examples:
        messngr run --to ops -- /usr/local/bin/backup.sh
        messngr run --to ops --name backup --always -- rsync -a /srv /mnt
        messngr run --to ops --name %n -- systemctl status %n

      Made for cron and for OnFailure=: nothing is printed while all is well. When the command fails, what it printed is printed then, and its last lines are sent as an urgent message. The next failure of the same job takes the place of that message, and so does the news that it has recovered.

      No shell is involved. The exit status is that of the command: 128 and the number of the signal that ended it, 127 when it was not found. SIGTERM, SIGINT, SIGHUP and SIGQUIT are passed on to it.
      """)

  @Option(
    help: ArgumentHelp(
      "Who is told; may be repeated. Yourself, if nobody is named.", valueName: "name"),
    completion: .users)
  var to: [String] = []

  @Option(
    help: ArgumentHelp(
      "What the job is called; the command, unless it is said.", valueName: "job"))
  var name: String?

  @Flag(help: "Send a message each time that it succeeds, too.")
  var always = false

  @Option(help: ArgumentHelp("How many of the last lines are sent.", valueName: "lines"))
  var tail = 20

  @Flag(help: "Print what the command prints, as it comes.")
  var show = false

  @Flag(name: .shortAndLong, help: "Do not even print what a command printed that failed.")
  var quiet = false

  @Argument(
    parsing: .captureForPassthrough, help: "The command and its arguments.",
    completion: .file())
  var command: [String] = []

  /// The words to run, without the `--` that separates them from the options.
  var words: [String] { command.first == "--" ? Array(command.dropFirst()) : command }

  func validate() throws {
    if let first = command.first, first != "--", first.hasPrefix("-") {
      // What the parser does not know it takes for the command.
      guard !["-h", "--help"].contains(first) else { throw CleanExit.helpRequest(self) }
      throw ValidationError(
        "Unknown option '\(first)'; a command that begins with '-' stands behind '--'.")
    }
    guard words.first?.isEmpty == false else {
      throw ValidationError("No command: messngr run --to NAME -- COMMAND…")
    }
    guard tail >= 0 else { throw ValidationError("--tail cannot be negative.") }
    guard !(show && quiet) else { throw ValidationError("--show and --quiet exclude each other.") }
    guard name.map({ JobName($0) != nil }) ?? true else {
      throw ValidationError("--name has 1 to \(JobName.maximumByteCount) bytes.")
    }
    for word in to {
      do throws(MessageNameError) {
        _ = try Recipient(word)
      } catch {
        throw ValidationError("'\(word)' is no recipient: \(error)")
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
