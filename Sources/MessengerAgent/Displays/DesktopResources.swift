// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// The files of Messngr that popup daemons look for: the icon and the desktop file.
///
/// A daemon that gets the name of a desktop file and finds none treats the popup as that of an unknown
/// program: Plasma does not keep it. So the agent names only what is installed.
struct DesktopResources: Sendable {
  private let directories: [FilePath]

  /// The icon of Messngr, which the package installs in the theme `hicolor`.
  static let icon = "messngr"

  /// The icon where that one is not installed: one of the Icon Naming Specification.
  static let fallbackIcon = "mail-unread"

  /// Looks in `XDG_DATA_HOME` and `XDG_DATA_DIRS`: the XDG Base Directory Specification.
  ///
  /// - Parameter environment: The value of an environment variable.
  init(home: FilePath, environment: (String) -> String?) {
    func value(_ name: String, or usual: String) -> String {
      environment(name).flatMap { $0.isEmpty ? nil : $0 } ?? usual
    }
    let own = value("XDG_DATA_HOME", or: home.appending(".local/share").string)
    let shared = value("XDG_DATA_DIRS", or: "/usr/local/share:/usr/share")
    directories = ([own] + shared.split(separator: ":").map(String.init))
      .filter { $0.hasPrefix("/") }.map { FilePath($0) }
  }

  /// Whether the desktop file `messngrd.desktop` is installed.
  var hasDesktopFile: Bool { isInstalled(["applications/messngrd.desktop"]) }

  /// The icon to name; another one for the own icon where it is not installed.
  func icon(_ name: String) -> String {
    guard name == Self.icon else { return name }
    let sizes =
      ["scalable/apps/messngr.svg"] + [48, 64, 128, 256].map { "\($0)x\($0)/apps/messngr.png" }
    return isInstalled(sizes.map { "icons/hicolor/\($0)" }) ? name : Self.fallbackIcon
  }

  private func isInstalled(_ files: [String]) -> Bool {
    directories.contains { directory in
      files.contains { (try? directory.appending($0).stat()) != nil }
    }
  }
}
