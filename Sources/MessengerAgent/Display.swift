// SPDX-License-Identifier: Apache-2.0

/// Where messages are shown: a desktop, a terminal, nowhere.
///
/// A display comes and goes. None of its calls waits long, whatever is wrong with it.
protocol Display: Sendable {
  /// What happens to the popups, and to the display itself.
  var events: AsyncStream<DisplayEvent> { get }

  /// Whether somebody is there to show popups, even if it may not answer just now.
  ///
  /// What is not there says so when it comes: ``DisplayEvent/appeared``.
  var isPresent: Bool { get async }

  /// Shows a popup.
  ///
  /// - Returns: The popup, or `nil` where popups are written once and forgotten.
  /// - Throws: ``DisplayError``.
  func show(_ popup: Popup) async throws -> PopupID?

  /// Takes a popup off the screen. One that is gone already is none.
  func close(_ popup: PopupID) async

  /// Lives until its task is cancelled.
  func run() async throws

  /// What the display is, for a status line: `dunst 1.9.0`, `terminal`.
  var summary: String { get async }
}
