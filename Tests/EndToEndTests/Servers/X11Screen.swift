// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// A screen of X11 (Xvfb), with or without a window manager (metacity).
final class X11Screen: Screen {
  private let server: Program
  private let windowManager: Program?
  let variables: [String: String]
  let launcher: [String] = []

  /// Starts a screen of 800 by 600 points.
  init(hasWindowManager: Bool) throws {
    server = try Program(
      "/usr/bin/Xvfb", ["-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"],
      environment: ["PATH": "/usr/bin:/bin"], package: "xvfb")
    variables = [
      "DISPLAY": ":\(try server.firstLine())", "NO_AT_BRIDGE": "1", "LIBGL_ALWAYS_SOFTWARE": "1",
      "GSETTINGS_BACKEND": "memory",
    ]
    windowManager =
      hasWindowManager
      ? try Program(
        "/usr/bin/metacity", ["--sm-disable"],
        environment: variables.merging([
          "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        ]) { $1 },
        package: "metacity") : nil
  }

  deinit {
    windowManager?.end()
    server.end()
  }

  func capture(to file: String) throws {
    try Program.output(
      of: "/usr/bin/import", ["-window", "root", file],
      environment: variables.merging(Program.path) { $1 }, package: "imagemagick")
  }

  func click(_ place: ScreenText.Place, button: Int) throws {
    try Program.output(
      of: "/usr/bin/xdotool",
      ["mousemove", "\(place.x)", "\(place.y)", "sleep", "0.2", "click", "\(button)"],
      environment: variables.merging(Program.path) { $1 }, package: "xdotool")
  }
}
