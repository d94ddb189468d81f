// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import Inbox

/// Where messages are shown: a desktop, a terminal, nowhere.
///
/// A display comes and goes. None of its calls waits long, even when the display hangs.
protocol Display: Sendable {
  /// What happens to the popups, and to the display itself.
  var events: AsyncStream<DisplayEvent> { get }

  /// Whether a display is there to show popups, even if it does not answer just now.
  ///
  /// The presenter asks when it has something to show, and the display may start what shows it.
  /// When an absent display comes, it reports ``AgentPolicy/DisplayEvent/appeared``.
  var isPresent: Bool { get async }

  /// What the display keeps from its user now, so that it would not be seen.
  var silence: DisplaySilence { get async }

  /// The program that keeps the popups, by a name that no other one ever has; `nil` for a display that
  /// keeps none, or is absent.
  var server: String? { get async }

  /// Shows a popup.
  ///
  /// - Returns: The popup, or `nil` when the display does not keep popups.
  /// - Throws: ``AgentPolicy/DisplayError``.
  func show(_ popup: Popup) async throws(DisplayError) -> PopupID?

  /// Takes a popup off the screen; it is not an error when the popup is gone.
  func close(_ popup: PopupID) async

  /// Runs the display until the task is cancelled.
  func run() async throws

  /// What the display is, for a status line: `dunst 1.9.0`, `terminal`.
  var summary: String { get async }

  /// The popup daemon of the display; `nil` for a display without one.
  var daemon: PopupDaemonStatus? { get async }
}

extension Display {
  var silence: DisplaySilence { .off }
  var daemon: PopupDaemonStatus? { nil }
  var server: String? { nil }
}
