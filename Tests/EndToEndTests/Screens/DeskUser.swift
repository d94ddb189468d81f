// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// The user of a screen whose programs refuse to run as root: root starts them as a user without rights.
final class DeskUser {
  /// The directory of the user, with a home and a directory for sockets; removed at the end.
  let folder: URL

  /// The words before a command line.
  let launcher: [String]

  private static let unprivileged: uid_t = 65534

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "desk-\(UUID().uuidString)")
    for name in ["home", "run"] {
      let path = folder.appending(path: name)
      try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
      chmod(path.path, 0o700)
      if getuid() == 0 { chown(path.path, Self.unprivileged, Self.unprivileged) }
    }
    launcher =
      getuid() == 0
      ? [
        "/usr/bin/setpriv", "--reuid", "\(Self.unprivileged)", "--regid", "\(Self.unprivileged)",
        "--clear-groups", "--",
      ] : []
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The directory of the sockets.
  var run: String { folder.appending(path: "run").path }

  /// The variables that name the directories.
  var variables: [String: String] {
    let home = folder.appending(path: "home").path
    return [
      "HOME": home, "XDG_RUNTIME_DIR": run, "XDG_CONFIG_HOME": "\(home)/.config",
      "XDG_CACHE_HOME": "\(home)/.cache",
    ]
  }
}
