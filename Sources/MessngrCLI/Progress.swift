// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// Says on a terminal how far something long has come.
struct Progress {
  private let context: CommandContext
  private let verb: String
  private let isShown: Bool

  /// Creates a progress.
  ///
  /// - Parameter verb: What is done to messages: `exported`.
  init(_ context: CommandContext, _ verb: String) {
    self.context = context
    self.verb = verb
    isShown = context.isTerminal(context.errors)
  }

  /// Says how many messages it has been.
  func show(_ count: Int) {
    guard isShown else { return }
    _ = try? context.errors.writeAll(Array("\r\(count) \(verb)".utf8))
  }

  /// Takes away what was shown.
  func end() {
    guard isShown else { return }
    _ = try? context.errors.writeAll(Array("\r\u{1B}[K".utf8))
  }
}
