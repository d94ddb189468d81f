// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// Whether the person's screen is locked, as far as anybody has said.
final class Screen: Sendable {
  private let state: Guarded<Bool?>
  private let isElsewhere: @Sendable () -> Bool

  /// Creates a screen; one that `nil` is known of keeps messages back until something is.
  ///
  /// - Parameter isElsewhere: Whether the person is also where no screen is locked: at a terminal.
  init(isLocked: Bool? = false, orElse isElsewhere: @escaping @Sendable () -> Bool = { false }) {
    state = Guarded(isLocked)
    self.isElsewhere = isElsewhere
  }

  /// Whether anything is known of it.
  var isKnown: Bool { state.withLock { $0 != nil } }

  /// Whether messages are seen only by whoever is in front of a locked screen.
  var isLocked: Bool { state.withLock { $0 ?? true } && !isElsewhere() }

  /// Whether the desktop is locked, and the person is elsewhere.
  var isLeft: Bool { state.withLock { $0 ?? false } && isElsewhere() }

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
