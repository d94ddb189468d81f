// SPDX-License-Identifier: Apache-2.0

/// What a display keeps from its user now: the do-not-disturb of the desktop.
package enum DisplaySilence: String, Equatable, Sendable {
  /// Nothing.
  case off

  /// All popups but critical ones.
  case butCritical = "but-critical"

  /// All popups.
  case all
}
