// SPDX-License-Identifier: Apache-2.0

package import RateLimits

/// What the owner has chosen about popups.
package struct PresentationPolicy: Equatable, Sendable {
  /// The most popups of one sender within a time; the agent folds the messages over it.
  package var popupLimit = RateLimit(count: 5, per: .seconds(10))

  /// The same for critical messages, which have a limit of their own.
  package var criticalPopupLimit = RateLimit(count: 20, per: .seconds(10))

  /// How many messages over the limit one popup stands for at least: 1 or more.
  package var foldThreshold = 2

  /// The hours in which only critical messages pop up.
  package var quietHours = QuietHours()

  /// Whether critical messages pop up in quiet hours and during do-not-disturb.
  package var urgentBreaksThrough = true

  /// What popups show while the screen is locked.
  package var lockScreen = LockScreenPolicy.hideText

  /// The senders whose messages the agent stores and never shows as popups.
  package var quiet: [SenderPattern] = []

  /// Creates a policy in which the owner has chosen nothing.
  package init() {}
}
