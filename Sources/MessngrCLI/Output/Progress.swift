// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// A counter on the terminal for a long task.
struct Progress {
  private let context: CommandContext
  private let verb: String
  private let isShown: Bool

  /// Creates a counter.
  ///
  /// - Parameter verb: What the task does to messages: `exported`.
  init(_ context: CommandContext, _ verb: String) {
    self.context = context
    self.verb = verb
    isShown = context.isTerminal(context.errors)
  }

  /// Shows the number of messages.
  func show(_ count: Int) {
    guard isShown else { return }
    _ = try? context.errors.writeAll(Array("\r\(count) \(verb)".utf8))
  }

  /// Removes the counter from the terminal.
  func end() {
    guard isShown else { return }
    _ = try? context.errors.writeAll(Array("\r\u{1B}[K".utf8))
  }
}
