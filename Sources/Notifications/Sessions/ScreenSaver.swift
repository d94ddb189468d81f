// SPDX-License-Identifier: Apache-2.0

/// A lock screen that reports on the session bus whether it hides the screen.
///
/// Each desktop took over the interface of GNOME's screensaver under a name of its own: the method `GetActive`
/// and the signal `ActiveChanged`.
struct ScreenSaver: Hashable, Sendable {
  /// Its name on the bus, and the name of its interface.
  let name: String

  /// All known ones: of Plasma and light-locker; of GNOME, Budgie and Phosh; of MATE, Cinnamon and Xfce.
  static let all = ["freedesktop", "gnome", "mate", "cinnamon", "xfce"].map {
    ScreenSaver(name: "org.\($0).ScreenSaver")
  }

  /// The objects that may have the interface: the usual one, that of Plasma, and that of MATE and Xfce.
  var paths: [String] { ["/" + name.replacing(".", with: "/"), "/ScreenSaver", "/"] }

  /// One of its objects, at the program with this unique name.
  func destination(at path: String, of owner: String) -> Destination {
    Destination(name: owner, path: path, interface: name)
  }
}
