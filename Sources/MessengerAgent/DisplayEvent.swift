// SPDX-License-Identifier: Apache-2.0

/// What happened on a display.
enum DisplayEvent: Equatable, Sendable {
  /// A display is there: what waited can be shown.
  case appeared

  /// The display is gone, and all popups with it.
  case vanished

  /// The person clicked on a popup.
  case clicked(PopupID)

  /// The person chose an action.
  case chose(PopupID, key: String)

  /// The person answered in words.
  case replied(PopupID, text: String)

  /// The person closed a popup.
  case dismissed(PopupID)

  /// A popup went away by itself.
  case faded(PopupID)

  /// The popup that it is about.
  var popup: PopupID? {
    switch self {
    case .appeared, .vanished: nil
    case .clicked(let popup), .chose(let popup, _), .replied(let popup, _), .dismissed(let popup),
      .faded(let popup):
      popup
    }
  }
}
