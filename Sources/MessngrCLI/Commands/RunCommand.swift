// SPDX-License-Identifier: Apache-2.0

import Accounts
import ArgumentParser
import Console
import LinuxSystem
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
        messngr run --to ops --timeout 1h --urgency normal -- apt-get -q update

      It is made for cron and for OnFailure=, and prints nothing while the command succeeds. When the \
      command fails, it prints the output, and sends the last lines as a message. The next failure of \
      the same job replaces that message, and so does the message that the job has recovered.

      A job is its whole command line, its directory and its recipients, or what --name says. Two runs \
      at once do not report for each other: a run ends only failures that were there when it began.

      No shell is involved. The exit status is that of the command: 128 plus the number of the signal \
      that ended it, 127 when it was not found, 124 at its time limit. SIGTERM, SIGINT, SIGHUP, SIGQUIT, \
      SIGUSR1 and SIGUSR2 are passed on to it.
      """)

  @Option(
    help: ArgumentHelp(
      "A recipient; may be repeated. Without it, you.", valueName: "name"),
    completion: .users)
  var to: [String] = []

  @Option(
    help: ArgumentHelp(
      "The name of the job; without it, the job is the command line.", valueName: "job"))
  var name: String?

  @Option(
    help: ArgumentHelp(
      "End the command after this time: 90s, 5m, 2h, 1d.", valueName: "time"),
    transform: RunCommand.timeLimit)
  var timeout: Duration?

  @Option(
    help: ArgumentHelp(
      "How much a failure matters: low, normal or critical.", valueName: "level"),
    completion: .list(Urgency.allCases.map(\.rawValue)), transform: RunCommand.urgency)
  var urgency = Urgency.critical

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
        "Unknown option '\(first)'\(RunCommand.hint(for: first))")
    }
    guard words.first?.isEmpty == false else {
      throw ValidationError("There is no command. Write: messngr run --to NAME -- COMMAND…")
    }
    guard tail >= 0 else { throw ValidationError("--tail cannot be negative.") }
    guard !(show && quiet) else { throw ValidationError("--show and --quiet exclude each other.") }
    guard name.map({ Job(name: $0) != nil }) ?? true else {
      throw ValidationError("--name takes 1 to \(Job.maximumNameByteCount) bytes.")
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
    let recipients = try (to.isEmpty ? [context.account.name] : to).map { try Recipient($0) }
    let job =
      name.flatMap { Job(name: $0) }
      ?? Job(words: words, directory: CurrentProcess.directory, recipients: recipients)
    let run = try JobRun(words, timeLimit: timeout, printing: show, in: context)
    if !run.end.isSuccess {
      if !show, !quiet { run.printOutput() }
      context.note("\(job.title): \(run.end), after \(run.duration.text)")
    }
    JobNotice(
      job, alarm: urgency, tellsSuccess: always, tailLines: tail, recipients, in: context
    ).report(run)
    return run.end.exitStatus
  }

  /// What may help with an unknown option, which the parser takes for the command.
  private static func hint(for option: String) -> String {
    let known = Spelling.options(in: RunCommand.helpMessage())
    let name = String(option.prefix { $0 != "=" })
    return Spelling.hint(
      for: name, in: known, otherwise: "; write '--' before a command that begins with '-'.")
  }

  private static func timeLimit(_ text: String) throws -> Duration {
    guard let milliseconds = DurationText.milliseconds(text, bareUnit: 1000), milliseconds > 0
    else {
      throw ValidationError("'\(text)' is not a time: write 90s, 5m, 2h or 1d.")
    }
    return .milliseconds(milliseconds)
  }

  private static func urgency(_ text: String) throws -> Urgency {
    guard let urgency = Urgency(rawValue: text) else {
      throw ValidationError("'\(text)' is not low, normal or critical.")
    }
    return urgency
  }
}
