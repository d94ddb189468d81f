// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// Says on a terminal how far something long has come.
struct Progress {
  private let surroundings: Surroundings
  private let verb: String
  private let isShown: Bool

  /// Creates a progress.
  ///
  /// - Parameter verb: What is done to messages: `exported`.
  init(_ surroundings: Surroundings, _ verb: String) {
    self.surroundings = surroundings
    self.verb = verb
    isShown = surroundings.isTerminal(surroundings.errors)
  }

  /// Says how many messages it has been.
  func show(_ count: Int) {
    guard isShown else { return }
    _ = try? surroundings.errors.writeAll(Array("\r\(count) \(verb)".utf8))
  }

  /// Takes away what was shown.
  func end() {
    guard isShown else { return }
    _ = try? surroundings.errors.writeAll(Array("\r\u{1B}[K".utf8))
  }
}
