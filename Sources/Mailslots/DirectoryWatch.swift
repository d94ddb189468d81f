// SPDX-License-Identifier: Apache-2.0

import Glibc
import Places
import SystemPackage

/// Wakes up when something is made in one of some directories; inotify(7).
struct DirectoryWatch: ~Copyable {
  private let events: OwnedDescriptor

  /// Creates a watch that watches nothing yet.
  init() throws(MailslotError) {
    events = try OwnedDescriptor(
      inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK)), at: "inotify")
  }

  /// Watches a directory, or as long as it is missing, the nearest one above it.
  func add(_ directory: FilePath) {
    var missing: [FilePath] = []
    var path = directory
    while !watches(path) {
      missing.append(path)
      guard path.removeLastComponent(), !path.isEmpty else { return }
    }
    // What was made before the directory above it was watched, nobody tells of: it is watched now.
    while let made = missing.popLast(), watches(made) {}
  }

  private func watches(_ path: FilePath) -> Bool {
    let made = UInt32(IN_CREATE) | UInt32(IN_MOVED_TO) | UInt32(IN_ATTRIB) | UInt32(IN_ONLYDIR)
    return unsafe inotify_add_watch(events.rawValue, path.string, made) >= 0
  }

  /// Waits until something was made.
  ///
  /// - Returns: `false` at the deadline.
  func wait(until deadline: Deadline) -> Bool {
    var polled = pollfd(fd: events.rawValue, events: Int16(POLLIN), revents: 0)
    while !deadline.hasPassed {
      let count = unsafe poll(&polled, 1, deadline.pollTimeout)
      if count == 0 { return false }
      guard count > 0 else { continue }
      // What was made, the caller sees for itself.
      var seen = [UInt8](repeating: 0, count: 4096)
      while unsafe Glibc.read(events.rawValue, &seen, seen.count) > 0, !deadline.hasPassed {}
      return true
    }
    return false
  }
}
