// SPDX-License-Identifier: Apache-2.0

import Threads

/// Whether the person's screen is locked, as far as anybody has said.
final class Screen: Sendable {
  private let state: Guarded<Bool?>

  /// Creates a screen; one that `nil` is known of keeps messages back until something is.
  init(isLocked: Bool? = false) {
    state = Guarded(isLocked)
  }

  /// Whether anything is known of it.
  var isKnown: Bool { state.withLock { $0 != nil } }

  /// Whether it is locked.
  var isLocked: Bool { state.withLock { $0 ?? true } }

  /// Notes that it was locked or unlocked.
  ///
  /// - Returns: Whether that is news.
  func set(isLocked: Bool) -> Bool {
    state.withLock { state in
      defer { state = isLocked }
      return state != isLocked
    }
  }
}
