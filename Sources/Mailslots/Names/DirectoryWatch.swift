// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// Waits until an entry is made in one of several directories; inotify(7).
struct DirectoryWatch: ~Copyable {
  private let changes: Inotify

  /// Creates a watch that watches nothing yet.
  init() throws(MailslotError) {
    changes = try MailslotError.catching("inotify") { () throws(Errno) in try Inotify() }
  }

  /// Watches a directory or, as long as it does not exist, the nearest one above it.
  func add(_ directory: FilePath) {
    var missing: [FilePath] = []
    var path = directory
    while !watches(path) {
      missing.append(path)
      let parent = path.removingLastComponent()
      guard parent != path, !parent.isEmpty else { return }
      path = parent
    }
    // A directory that was made before its parent was watched causes no event, so it is watched now.
    while let made = missing.popLast(), watches(made) {}
  }

  private func watches(_ path: FilePath) -> Bool {
    (try? changes.watch(path, for: [.added, .attributes], isDirectory: true)) != nil
  }

  /// Waits until an entry was made.
  ///
  /// - Returns: `false` at the deadline.
  func wait(until deadline: Deadline) -> Bool {
    while !deadline.hasPassed {
      guard (try? changes.descriptor.isReadable(until: deadline)) == true else { return false }
      if hasNews() { return true }
    }
    return false
  }

  /// Readable as long as ``hasNews()`` has not been asked about all changes.
  var descriptor: FileDescriptor { changes.descriptor }

  /// Takes the next changes, and says whether there were any.
  func hasNews() -> Bool { !changes.takeEvents().isEmpty }
}
