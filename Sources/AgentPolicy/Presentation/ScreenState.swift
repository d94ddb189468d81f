// SPDX-License-Identifier: Apache-2.0

/// Whether a stranger in front of the screen could read a popup.
package enum ScreenState: Equatable, Sendable {
  /// The desktop has not said whether it is locked; messages wait until it does.
  case unknown

  /// The user is at the screen, or at a terminal that no lock screen hides.
  case unlocked

  /// Other people in front of the screen can see popups.
  case locked
}
