// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// A screen of X11 for a whole desktop, which brings its own window manager: with a user who is not root, settings
/// in dconf and a system bus.
final class DesktopScreen: Screen {
  let variables: [String: String]
  var launcher: [String] { user.launcher }

  private let screen: X11Screen
  private let user: DeskUser
  private let systemBus: PrivateBus

  /// Starts a screen of 800 by 600 points for a desktop of this name in `XDG_CURRENT_DESKTOP`.
  init(of desktop: String) throws {
    screen = try X11Screen(hasWindowManager: false)
    user = try DeskUser()
    systemBus = try PrivateBus()
    variables = screen.variables.merging(user.variables) { $1 }.merging([
      "DBUS_SYSTEM_BUS_ADDRESS": systemBus.address, "XDG_CURRENT_DESKTOP": desktop,
      "GSETTINGS_BACKEND": "dconf",
    ]) { $1 }
  }

  func capture(to file: String) throws { try screen.capture(to: file) }

  func click(_ place: ScreenText.Place, button: Int) throws {
    try screen.click(place, button: button)
  }

  func point(at place: ScreenText.Place) throws { try screen.point(at: place) }

  func type(_ text: String) throws { try screen.type(text) }

  /// Presses a key.
  func press(_ key: String) throws { try screen.press(key) }
}
