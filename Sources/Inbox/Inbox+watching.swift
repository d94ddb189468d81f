// SPDX-License-Identifier: Apache-2.0

import GRDB
import LinuxSystem

extension Inbox {
  /// The number of the newest message and of the last change to a message or a setting, read together.
  ///
  /// 0 where there is none. Later messages and changes have greater numbers.
  ///
  /// - Throws: ``InboxError``.
  public func latest() throws(InboxError) -> (number: Int64, change: Int64) {
    try read { database in
      let counter = try Counter(database)
      return (counter.number, counter.change)
    }
  }

  /// Reports changes by this and other processes while `body` runs; between changes it does nothing.
  ///
  /// - Parameter body: Gets a sequence with one element at the beginning and one after each write to
  ///   the database; several writes may be one element. ``latest()`` says whether there is something
  ///   new. The sequence ends when the task is cancelled.
  /// - Throws: What `body` throws, and `Errno` when the directory cannot be watched; inotify(7).
  public func withChanges<Value>(
    _ body: (AsyncStream<Void>) async throws -> Value
  ) async throws -> Value {
    // SQLite writes a commit to the -wal before anything else, and a reader never writes to it.
    let name = "\(path.lastComponent?.string ?? "")-wal"
    return try await FileWatch.withChanges(
      of: path.removingLastComponent(), for: [.written, .added], isDirectory: true,
      where: { $0 == name }, settling: waitForWriter, body)
  }

  /// Waits until the process that writes has finished.
  ///
  /// The kernel reports a commit while SQLite still writes it. A reader that looks at once sees nothing
  /// new, and gets no second report. When the write lock is free, all of the commit can be read.
  /// Taking the lock without a change writes nothing.
  private func waitForWriter() {
    // After a failure here the next read fails too, and its caller reports it.
    try? pool.writeWithoutTransaction { database in
      try database.beginTransaction(.immediate)
      try database.rollback()
    }
  }
}
