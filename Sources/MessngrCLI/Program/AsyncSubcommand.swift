// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// A subcommand of `messngr`.
protocol AsyncSubcommand: ParsableCommand {
  /// Runs the subcommand.
  ///
  /// - Returns: The exit status of the program.
  /// - Throws: ``CommandFailure``, or an error that ``CommandFailure/init(_:)`` knows.
  func run(in context: CommandContext) async throws -> Int32
}
