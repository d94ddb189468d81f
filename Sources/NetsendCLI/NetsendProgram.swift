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
  private let argumentBytes: (Int) -> [UInt8]
  private let variable: (String) -> String?

  /// Creates a run of the program.
  ///
  /// - Parameters:
  ///   - arguments: The words after the program's name.
  ///   - argumentBytes: The bytes of one of them, by its index: a word may have bytes that are not UTF-8.
  ///   - variable: Reads a variable of the environment.
  public init(
    arguments: [String], argumentBytes: @escaping (Int) -> [UInt8],
    variable: @escaping (String) -> String?
  ) {
    self.arguments = arguments
    self.argumentBytes = argumentBytes
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
    let style =
      options.style ?? (FileDescriptor.standardOutput.isTerminal ? .lines : .failures)
    if style != .quiet { write(options.warnings.map { "netsend: \($0)" }, to: .standardError) }
    if style == .lines, options.text != nil, isInputWaiting {
      write(
        ["netsend: standard input is not read, because the message stands behind the name"],
        to: .standardError)
    }
    guard let (text, rawText) = try text(options, until: asked ?? .never) else {
      write(
        ["netsend: standard input did not end before the deadline, so nothing was sent"],
        to: .standardError)
      return .deadlinePassed
    }
    var request = options.request
    let deadline = asked ?? .after(options.usualTimeLimit(at: .now))
    let paths = Paths(environment: variable)
    let accounts = AccountDatabase(until: deadline).asOfNow
    request.text = text
    request.rawText = rawText
    request.deadline = deadline
    request.accountName = accounts.name(ofUserID: CurrentProcess.userID)
    let finder = RecipientFinder(
      paths: paths, accounts: accounts, groups: GroupDatabase(until: deadline),
      hostName: HostName.current)
    let outcomes = MessageSender(paths: paths, finder: finder).send(request)
    let report = DeliveryReport(
      outcomes, style: style, program: "netsend", printsID: options.printsID)
    write(report.output, to: .standardOutput)
    write(report.errors, to: .standardError)
    if style == .lines, report.exitStatus == .success, let due = request.attributes.due {
      write(lines(about: due, outcomes), to: .standardError)
    }
    return report.exitStatus
  }

  /// What a user has to know about a message for later, as at(1) prints it.
  private func lines(about due: UnixTime, _ outcomes: [DeliveryOutcome]) -> [String] {
    guard let outcome = outcomes.first else { return [] }
    let time = WallTime(due, in: .local).full
    return [
      "It waits until \(time). To take it back: netsend --retract \(outcome.id) \(outcome.recipient)"
    ]
  }

  /// Whether a pipe on standard input has something that is not read.
  private var isInputWaiting: Bool {
    let input = FileDescriptor.standardInput
    guard (try? input.stat())?.type == .pipe else { return false }
    return (try? input.wait(for: .readable, until: .now))?.isEmpty == false
  }

  /// The text, and its bytes where they are not UTF-8.
  ///
  /// - Returns: `nil` when standard input does not end before the deadline.
  private func text(
    _ options: SendOptions, until deadline: Deadline
  ) throws(SendUsageError) -> (String, raw: [UInt8]?)? {
    guard let text = options.text else {
      guard let bytes = try bytesOnStandardInput(until: deadline) else { return nil }
      let text = String(decoding: bytes, as: UTF8.self)
      return (text, text.utf8.elementsEqual(bytes) ? nil : bytes)
    }
    // U+FFFD, which begins with this byte, stands for what is not UTF-8.
    guard text.utf8.contains(0xEF) else { return (text, nil) }
    var bytes: [UInt8] = []
    for index in options.textIndices {
      if !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
      bytes += argumentBytes(index)
    }
    return (text, text.utf8.elementsEqual(bytes) ? nil : bytes)
  }

  /// Reads standard input to its end, and removes the line ends there, which a pipe adds.
  ///
  /// - Returns: The bytes; `nil` when standard input does not end before the deadline.
  private func bytesOnStandardInput(until deadline: Deadline) throws(SendUsageError) -> [UInt8]? {
    guard !FileDescriptor.standardInput.isTerminal else { throw .missingText }
    let bytes: [UInt8]
    do throws(Errno) {
      // More than can be sent, so that an error has the number of bytes; two may be line ends.
      bytes = try FileContents.readToEnd(
        of: .standardInput, limit: MessageError.maximumCount + 3, until: deadline)
    } catch .timedOut {
      return nil
    } catch {
      bytes = []
    }
    var text = bytes[...]
    while text.last == UInt8(ascii: "\n") || text.last == UInt8(ascii: "\r") { text.removeLast() }
    return Array(text)
  }

  private func write(_ lines: [String], to file: FileDescriptor) {
    guard !lines.isEmpty else { return }
    // An error means that the reader of this output has gone, so there is no way to report it.
    try? file.writeAll(lines.flatMap { ConsoleText.line($0) })
  }
}
