// SPDX-License-Identifier: Apache-2.0

import GRDB
import Glibc
import LinuxSystem

extension Inbox {
  /// Tells of changes by this and other processes while `body` runs; nothing is done in between.
  ///
  /// - Parameter body: Is given a sequence with one element at the beginning and one after each
  ///   write to the database: several at once are one. ``latestChange()`` says whether it is news.
  ///   It ends with the task's cancellation.
  /// - Throws: What `body` throws, and `Errno` when the directory cannot be watched; inotify(7).
  public func withChanges<Value>(
    _ body: (AsyncStream<Void>) async throws -> Value
  ) async throws -> Value {
    // What is committed is in the -wal before anything else; a reader never writes there.
    let name = "\(path.lastComponent?.string ?? "")-wal"
    return try await FileWatch.withChanges(
      of: path.removingLastComponent(), UInt32(IN_MODIFY | IN_CREATE | IN_ONLYDIR),
      where: { $0 == name }, settling: waitForWriter, body)
  }

  /// Waits until whoever writes has come to the end.
  ///
  /// The kernel tells of a commit while it is on its way to the disk: who looks at once sees nothing
  /// new, and hears no more of it. SQLite itself tells nobody. The write lock is free when all is
  /// there to be seen; to take it and do nothing writes nothing.
  private func waitForWriter() {
    // A failure says that nothing can be read, either, which whoever reads finds out.
    try? pool.writeWithoutTransaction { database in
      try database.beginTransaction(.immediate)
      try database.rollback()
    }
  }
}
