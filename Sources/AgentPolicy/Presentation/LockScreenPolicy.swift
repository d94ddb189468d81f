// SPDX-License-Identifier: Apache-2.0

/// What popups show while the screen is locked.
package enum LockScreenPolicy: String, CaseIterable, Sendable {
  /// The sender, without the text.
  case hideText = "hide-text"

  /// Nothing: popups wait until the screen is unlocked.
  case hide

  /// The sender and the text.
  case show
}
