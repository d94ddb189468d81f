// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import LinuxSystem

/// The program: the command line in, an exit status out.
public struct MessngrProgram: Sendable {
  private let context: CommandContext

  /// Creates a program.
  public init(in context: CommandContext) {
    self.context = context
  }

  /// Runs the command line after the program's name.
  ///
  /// - Returns: The exit status: an `ExitStatus`, or that of a command that was run.
  public func run(_ arguments: [String]) async -> Int32 {
    if let complaint = MessngrProgram.complaint(about: arguments) {
      context.note(complaint)
      return ExitStatus.usage.rawValue
    }
    do {
      var command = try MessngrCommand.parseAsRoot(arguments)
      guard let subcommand = command as? any AsyncSubcommand else {
        try command.run()
        return ExitStatus.success.rawValue
      }
      return await run(subcommand)
    } catch {
      return finish(error)
    }
  }

  /// What is wrong with the name of the command, which the parser would only call unexpected.
  private static func complaint(about arguments: [String]) -> String? {
    let commands = MessngrCommand.configuration.subcommands
    let all = commands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word = arguments.first, !word.hasPrefix("-"), !all.contains(word) else { return nil }
    let names = commands.filter { $0.configuration.shouldDisplay }
      .compactMap { $0.configuration.commandName }
    let hint = Spelling.hint(
      for: word, in: names, otherwise: "; the commands are: \(names.joined(separator: ", "))")
    return "there is no command '\(word)'\(hint)"
  }

  private func run(_ subcommand: any AsyncSubcommand) async -> Int32 {
    do {
      return try await subcommand.run(in: context)
    } catch {
      let failure = CommandFailure(error)
      context.note(failure.description)
      return failure.status.rawValue
    }
  }

  /// Prints the text of the parser: the help, or what is wrong with the command line.
  private func finish(_ error: any Error) -> Int32 {
    let code = MessngrCommand.exitCode(for: error)
    let text = MessngrCommand.fullMessage(for: error, columns: context.style.columns)
    let bytes = ConsoleText.line(text)
    if !text.isEmpty {
      _ = try? (code.isSuccess ? context.output : context.errors).writeAll(bytes)
    }
    return code.rawValue
  }
}
