// SPDX-License-Identifier: Apache-2.0

/// What happened on a display.
package enum DisplayEvent: Equatable, Sendable {
  /// A display is there: popups that waited can be shown.
  ///
  /// A display that keeps popups gives a name that no other display ever has.
  case appeared(server: String? = nil)

  /// The display is gone, and all popups with it.
  case vanished

  /// The display keeps other popups from its user than before.
  case silenced(DisplaySilence)

  /// It is time to look for the display again.
  case due

  /// The user clicked on a popup.
  case clicked(PopupID)

  /// The user chose an action.
  case chose(PopupID, key: String)

  /// The user replied in words.
  case replied(PopupID, text: String)

  /// The user closed a popup.
  case dismissed(PopupID)

  /// A popup went away by itself.
  case faded(PopupID)

  /// The popup of the event.
  var popup: PopupID? {
    switch self {
    case .appeared, .vanished, .silenced, .due: nil
    case .clicked(let popup), .chose(let popup, _), .replied(let popup, _), .dismissed(let popup),
      .faded(let popup):
      popup
    }
  }
}
