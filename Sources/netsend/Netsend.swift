// SPDX-License-Identifier: Apache-2.0

import Accounts
import Console
import Glibc
import LinuxSystem
import Mailslots
import Messages
import Sending

/// The program: the command line, standard input and the environment in; lines and an exit status out.
@main
enum Netsend {
  static func main() {
    let status = run()
    // What the run held is gone by now, so a leak checker finds only what was lost.
    exit(status.rawValue)
  }

  private static func run() -> ExitStatus {
    do throws(SendUsageError) {
      switch try SendCommand(CurrentProcess.arguments) {
      case .help: write([SendCommand.helpText], to: .standardOutput)
      case .version: write(["netsend \(Version.text)"], to: .standardOutput)
      case .send(let request): return try send(request)
      }
      return .success
    } catch {
      write(["netsend: \(error)", "Try 'netsend --help'."], to: .standardError)
      return .usage
    }
  }

  private static func send(_ request: SendRequest) throws(SendUsageError) -> ExitStatus {
    // A deadline that was asked for is one for everything; without one, a pipe may take its time.
    let asked = request.deadline.map { Deadline.after(.milliseconds($0)) }
    let input: String?
    if let text = request.text {
      input = text
    } else {
      input = try textOnStandardInput(until: asked ?? .never)
    }
    guard let text = input else {
      write(
        [
          "netsend: standard input brought no end of the text before the deadline; nothing was sent"
        ],
        to: .standardError)
      return .deadlinePassed
    }
    let deadline = asked ?? .after(.milliseconds(request.effectiveDeadline))
    let paths = Paths(environment: variable)
    let accounts = AccountDatabase(until: deadline)
    let finder = RecipientFinder(
      paths: paths, accounts: accounts, groups: GroupDatabase(until: deadline),
      hostName: HostName.current)
    let outcomes = Sender(paths: paths, finder: finder)
      .send(
        request, text: text, from: accounts.name(ofUserID: getuid()), until: deadline)
    let report = SendReport(outcomes, output: request.output)
    write(report.output, to: .standardOutput)
    write(report.errors, to: .standardError)
    return report.exitStatus
  }

  /// All of standard input without the line ends behind it: what a pipe brings.
  ///
  /// - Returns: The text; `nil` when it has no end before the deadline.
  private static func textOnStandardInput(until deadline: Deadline) throws(SendUsageError)
    -> String?
  {
    guard isatty(0) == 0 else { throw .missingText }
    let bytes: [UInt8]
    do {
      // One byte over the limit is enough to be refused for its length.
      bytes = try FileContents.readToEnd(
        of: .standardInput, limit: Message.maximumTextByteCount + 2, until: deadline)
    } catch Errno.timedOut {
      return nil
    } catch {
      bytes = []
    }
    var text = bytes[...]
    while text.last == UInt8(ascii: "\n") || text.last == UInt8(ascii: "\r") { text.removeLast() }
    return String(decoding: text, as: UTF8.self)
  }

  private static func variable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  private static func write(_ lines: [String], to file: FileDescriptor) {
    guard !lines.isEmpty else { return }
    let bytes = lines.flatMap { ConsoleText.line($0) }
    unsafe bytes.withUnsafeBytes { bytes in
      var rest = unsafe bytes[...]
      // A reader that went away cannot be told that it did.
      while unsafe !rest.isEmpty,
        let count = try? unsafe file.write(UnsafeRawBufferPointer(rebasing: rest))
      {
        unsafe rest = rest.dropFirst(count)
      }
    }
  }
}
