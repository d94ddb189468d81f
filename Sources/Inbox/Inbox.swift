// SPDX-License-Identifier: Apache-2.0

import GRDB
public import LinuxSystem

/// The messages of one user on disk.
///
/// A value that can be copied and used from every thread. Several processes may have the same file
/// open, each for reading and writing. Writers take turns, and readers never wait. Every method blocks
/// until SQLite is done, which for a write means until the data is on the disk (`synchronous=FULL`):
/// a task calls them through ``run(_:)``.
public struct Inbox: Sendable {
  /// The database file; mode 0600.
  public let path: FilePath

  /// The damage that was found when the inbox was opened, if a new file was made because of it.
  public let corruption: InboxCorruption?

  let pool: DatabasePool

  /// A closed connection, kept because of its queue.
  ///
  /// When Dispatch frees a queue with an attached value, it starts threads that it checks each second
  /// from then on (Swift 6.3, Linux).
  private let looker: DatabaseQueue
  private let worker: BlockingExecutor

  /// An executor for a task that does little else than call ``run(_:)``: it runs on the same thread.
  ///
  /// Other work of such a task delays all other users of the inbox.
  public var executor: any TaskExecutor { worker }

  init(
    path: FilePath, corruption: InboxCorruption?, pool: DatabasePool, looker: DatabaseQueue
  ) {
    self.path = path
    self.corruption = corruption
    self.pool = pool
    self.looker = looker
    worker = BlockingExecutor(label: "messngr.inbox")
  }

  /// Closes the file; every later call throws.
  ///
  /// - Throws: ``InboxError``.
  public func close() throws(InboxError) {
    do {
      // The last connection to close empties the -wal, which a read-only one cannot do.
      pool.invalidateReadOnlyConnections()
      try pool.close()
    } catch {
      throw InboxError(error, at: path)
    }
  }

  /// Runs `body` on a thread that may block, outside the thread pool of tasks.
  ///
  /// Tasks that prefer ``executor`` are on that thread already.
  ///
  /// - Throws: What `body` throws.
  public func run<Value: Sendable>(
    _ body: @escaping @Sendable (Inbox) throws -> Value
  ) async throws -> Value {
    try await worker.run { try body(self) }
  }

  /// Reads from one state of the database.
  func read<Value>(_ body: (Database) throws -> Value) throws(InboxError) -> Value {
    do { return try pool.read(body) } catch { throw InboxError(error, at: path) }
  }

  /// Writes in one transaction, which holds the write lock from its beginning.
  func write<Value>(_ body: (Database) throws -> Value) throws(InboxError) -> Value {
    do { return try pool.write(body) } catch { throw InboxError(error, at: path) }
  }

  /// Writes in one transaction that does not wait for the disk (`synchronous=NORMAL`).
  ///
  /// A power failure may undo it, as long as no later ``write(_:)`` has ended; the end of the process does not.
  func writeWithoutSync<Value>(_ body: (Database) throws -> Value) throws(InboxError) -> Value {
    do {
      return try pool.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA synchronous = NORMAL")
        let result = Result {
          var value: Value?
          try database.inTransaction(.immediate) {
            value = try body(database)
            return .commit
          }
          return value
        }
        try database.execute(sql: "PRAGMA synchronous = FULL")
        guard let value = try result.get() else {
          throw DatabaseError(resultCode: .SQLITE_INTERNAL)
        }
        return value
      }
    } catch {
      throw InboxError(error, at: path)
    }
  }
}
