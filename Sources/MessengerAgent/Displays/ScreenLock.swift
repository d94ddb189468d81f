// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import LinuxSystem

/// Whether the desktop has locked the user's screen, as far as the desktop has said.
final class ScreenLock: Sendable {
  private let isLocked: Guarded<Bool?>
  private let isElsewhere: @Sendable () -> Bool

  /// Creates a lock; with `nil` its state is unknown, and messages wait until the desktop says more.
  ///
  /// - Parameter isElsewhere: Whether the user is also at a terminal that no lock screen hides.
  init(isLocked: Bool? = false, orElse isElsewhere: @escaping @Sendable () -> Bool = { false }) {
    self.isLocked = Guarded(isLocked)
    self.isElsewhere = isElsewhere
  }

  /// Whether a stranger in front of the screen could read a popup.
  var state: ScreenState {
    switch isLocked.withLock({ $0 }) {
    case nil: .unknown
    case false?: .unlocked
    case true?: isElsewhere() ? .unlocked : .locked
    }
  }

  /// Whether the desktop is locked, and the user is elsewhere.
  var isLeft: Bool { isLocked.withLock { $0 ?? false } && isElsewhere() }

  /// Notes that the desktop was locked or unlocked.
  ///
  /// - Returns: Whether that is news.
  func set(isLocked: Bool) -> Bool {
    self.isLocked.withLock { state in
      defer { state = isLocked }
      return state != isLocked
    }
  }
}
