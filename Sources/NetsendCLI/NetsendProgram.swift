// SPDX-License-Identifier: Apache-2.0

import Accounts
import Console
import LinuxSystem
import MessageDelivery
import Messages
import NameDirectory

/// The program `netsend`: arguments and standard input in; lines and an exit status out.
public struct NetsendProgram {
  private let arguments: [String]
  private let variable: (String) -> String?

  /// Creates a run of the program.
  ///
  /// - Parameters:
  ///   - arguments: The words after the program's name.
  ///   - variable: Reads a variable of the environment.
  public init(arguments: [String], variable: @escaping (String) -> String?) {
    self.arguments = arguments
    self.variable = variable
  }

  /// Does what the command line asks for, and returns the exit status.
  public func run() -> Int32 { status().rawValue }

  private func status() -> ExitStatus {
    do throws(SendUsageError) {
      switch try SendCommand(arguments) {
      case .help: write([SendCommand.helpText], to: .standardOutput)
      case .version: write(["netsend \(Version.text)"], to: .standardOutput)
      case .send(let options): return try send(options)
      }
      return .success
    } catch {
      write(["netsend: \(error)", "Try 'netsend --help'."], to: .standardError)
      return .usage
    }
  }

  private func send(_ options: SendOptions) throws(SendUsageError) -> ExitStatus {
    // A time limit covers the whole run; without one, standard input may take any time.
    let asked = options.timeLimit.map { Deadline.after($0) }
    let input: String?
    if let text = options.text {
      input = text
    } else {
      input = try textOnStandardInput(until: asked ?? .never)
    }
    guard let text = input else {
      write(
        ["netsend: standard input did not end before the deadline, so nothing was sent"],
        to: .standardError)
      return .deadlinePassed
    }
    var request = options.request
    let deadline = asked ?? .after(DeliveryRequest.timeLimit(for: request.goal))
    let paths = Paths(environment: variable)
    let accounts = AccountDatabase(until: deadline)
    request.text = text
    request.deadline = deadline
    request.accountName = accounts.name(ofUserID: CurrentProcess.userID)
    let finder = RecipientFinder(
      paths: paths, accounts: accounts, groups: GroupDatabase(until: deadline),
      hostName: HostName.current)
    let outcomes = MessageSender(paths: paths, finder: finder).send(request)
    let report = DeliveryReport(outcomes, style: options.style, program: "netsend")
    write(report.output, to: .standardOutput)
    write(report.errors, to: .standardError)
    return report.exitStatus
  }

  /// Reads standard input to its end, and removes the line ends there, which a pipe adds.
  ///
  /// - Returns: The text; `nil` when standard input does not end before the deadline.
  private func textOnStandardInput(until deadline: Deadline) throws(SendUsageError) -> String? {
    guard !FileDescriptor.standardInput.isTerminal else { throw .missingText }
    let bytes: [UInt8]
    do throws(Errno) {
      // One byte over the limit is enough to be refused for its length.
      bytes = try FileContents.readToEnd(
        of: .standardInput, limit: Message.maximumTextByteCount + 2, until: deadline)
    } catch .timedOut {
      return nil
    } catch {
      bytes = []
    }
    var text = bytes[...]
    while text.last == UInt8(ascii: "\n") || text.last == UInt8(ascii: "\r") { text.removeLast() }
    return String(decoding: text, as: UTF8.self)
  }

  private func write(_ lines: [String], to file: FileDescriptor) {
    guard !lines.isEmpty else { return }
    // An error means that the reader of this output has gone, so there is no way to report it.
    try? file.writeAll(lines.flatMap { ConsoleText.line($0) })
  }
}
