// SPDX-License-Identifier: Apache-2.0

import Dispatch
import GRDB
public import LinuxSystem

/// A person's messages on disk, found again.
///
/// A value that can be copied and used from every thread; several processes may have the same file
/// open, each to read and to write. Writers take turns, readers never wait. Every method blocks
/// until SQLite is done, which for a write means until the disk is (`synchronous=FULL`): a task
/// calls them through ``run(_:)``.
public struct Inbox: Sendable {
  /// The database file; mode 0600.
  public let path: FilePath

  /// What was found damaged and set aside when the inbox was opened.
  public let corruption: InboxCorruption?

  let pool: DatabasePool

  /// A connection that is closed, kept because of its queue: to forget one that a value is attached
  /// to, Dispatch starts threads that it looks after each second from then on (Swift 6.3, Linux).
  private let looker: DatabaseQueue
  private let worker: InboxExecutor

  /// For a task that does little but call ``run(_:)``: it runs on the same thread.
  ///
  /// Whatever else it does makes all others wait who want something of the inbox.
  public var executor: any TaskExecutor { worker }

  init(
    path: FilePath, corruption: InboxCorruption?, pool: DatabasePool, looker: DatabaseQueue
  ) {
    self.path = path
    self.corruption = corruption
    self.pool = pool
    self.looker = looker
    worker = InboxExecutor()
  }

  /// Closes the file; whatever is called afterwards throws.
  ///
  /// - Throws: ``InboxError``.
  public func close() throws(InboxError) {
    do {
      // The last connection to close empties the -wal, which one that only reads could not.
      pool.invalidateReadOnlyConnections()
      try pool.close()
    } catch {
      throw InboxError(error, at: path)
    }
  }

  /// Runs `body` on a thread that may block, outside the pool of threads that tasks run on.
  ///
  /// Tasks that prefer ``executor`` are there already.
  ///
  /// - Throws: What `body` throws.
  public func run<Value: Sendable>(
    _ body: @escaping @Sendable (Inbox) throws -> Value
  ) async throws -> Value {
    if worker.isCurrent { return try body(self) }
    return try await withCheckedThrowingContinuation { continuation in
      worker.queue.async { continuation.resume(with: Result { try body(self) }) }
    }
  }

  /// Asks SQLite's connection for writing, outside of a transaction.
  func pragma(_ pragma: String) throws(InboxError) -> Int? {
    do {
      return try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA \(pragma)") }
    } catch { throw InboxError(error, at: path) }
  }

  /// Reads from one state of the database.
  func read<Value>(_ body: (Database) throws -> Value) throws(InboxError) -> Value {
    do { return try pool.read(body) } catch { throw InboxError(error, at: path) }
  }

  /// Writes in one transaction, which holds the write lock from its beginning.
  func write<Value>(_ body: (Database) throws -> Value) throws(InboxError) -> Value {
    do { return try pool.write(body) } catch { throw InboxError(error, at: path) }
  }
}
