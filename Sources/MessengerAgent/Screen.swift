// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Whether the person's screen is locked, as far as anybody has said.
final class Screen: Sendable {
  private let state = Mutex(false)

  /// Whether it is locked.
  var isLocked: Bool { state.withLock { $0 } }

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
