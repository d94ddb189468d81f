// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import Inbox

/// A command that is parsed, and can be carried out.
protocol AsyncSubcommand: ParsableCommand {
  /// Does what the command says.
  ///
  /// - Returns: How the program ends.
  /// - Throws: ``CommandFailure``, or what ``CommandFailure/init(_:)`` knows.
  func run(in context: CommandContext) async throws -> Int32
}

extension CommandContext {
  /// Opens the inbox for as long as `body` runs.
  func withInbox<Value>(_ body: (Inbox) async throws -> Value) async throws -> Value {
    let inbox = try Inbox.open(at: inboxPath, ifCorrupt: .refuse)
    // Nothing waits to be written, so nothing can be lost.
    defer { try? inbox.close() }
    return try await body(inbox)
  }
}
