// SPDX-License-Identifier: Apache-2.0

import Accounts
import Dispatch
import GRDB
public import LinuxSystem
import Messages

extension Inbox {
  /// Opens an inbox, and creates it if there is none: the file with mode 0600, its directory 0700.
  ///
  /// The file must belong to the caller.
  ///
  /// - Parameters:
  ///   - path: The database file. SQLite keeps `-wal` and `-shm` beside it.
  ///   - policy: What to do when the file is damaged.
  /// - Throws: ``InboxError``.
  public static func open(
    at path: FilePath, ifCorrupt policy: InboxCorruption.Policy
  ) throws(InboxError) -> Inbox {
    try prepareFile(path)
    do {
      let (pool, looker) = try openPool(path)
      return Inbox(path: path, corruption: nil, pool: pool, looker: looker)
    } catch .corrupt {
      guard case .setAside(let time) = policy else { throw .corrupt(path) }
      let setAside = FilePath("\(path).corrupt-\(time.milliseconds)")
      try move(path, to: setAside)
      try prepareFile(path)
      let (pool, looker) = try openPool(path)
      return Inbox(
        path: path, corruption: InboxCorruption(path: path, setAside: setAside), pool: pool,
        looker: looker)
    }
  }

  /// Creates the file if it is missing, and makes sure that only its owner can read or write it.
  ///
  /// An existing file is never opened here: closing it would release the locks that SQLite holds for
  /// this process, fcntl(2).
  private static func prepareFile(_ path: FilePath) throws(InboxError) {
    do throws(DirectoryTrustError) {
      _ = try TrustedDirectory.make(
        path.removingLastComponent(), ownedBy: CurrentProcess.effectiveUserID,
        permissions: .ownerReadWriteExecute)
    } catch {
      throw .directory(error)
    }
    do {
      try FileDescriptor.open(
        path, .readWrite, options: [.create, .exclusiveCreate, .noFollow],
        permissions: .ownerReadWrite
      ).close()
    } catch Errno.fileExists {
    } catch {
      throw InboxError(error, at: path)
    }
    try check(path)
  }

  private static func check(_ path: FilePath) throws(InboxError) {
    let status: FileStatus
    do throws(Errno) { status = try path.stat(followTargetSymlink: false) } catch {
      throw .system(path, error)
    }
    guard status.type == .regular else { throw .notAFile(path) }
    guard status.userID == CurrentProcess.effectiveUserID else {
      throw .foreignOwner(path, userID: status.userID)
    }
    let permissions = status.permissions
    guard permissions.isDisjoint(with: [.groupWrite, .otherWrite]) else {
      throw .writableByOthers(path)
    }
    guard permissions != .ownerReadWrite else { return }
    do throws(Errno) { try FileSystem.setPermissions(.ownerReadWrite, of: path) } catch {
      throw .system(path, error)
    }
  }

  /// Brings the tables to the current schema.
  ///
  /// Another process may run a migration first. Then this one fails, and the rest is tried again.
  private static func migrate(_ pool: DatabasePool) throws {
    let migrator = InboxSchema.migrator
    for _ in migrator.migrations {
      do { return try migrator.migrate(pool) } catch is DatabaseError {}
    }
    try migrator.migrate(pool)
  }

  private static func openPool(
    _ path: FilePath
  ) throws(InboxError) -> (DatabasePool, looker: DatabaseQueue) {
    do {
      let looker = try look(path)
      let pool = try DatabasePool(path: path.string, configuration: configuration)
      try migrate(pool)
      try pool.writeWithoutTransaction {
        // The pool sets NORMAL, with which a power cut can undo commits that were acknowledged.
        // A longer -wal is checkpointed less often, and pages that many messages change only once.
        try $0.execute(
          sql: """
            PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 16777216;
            PRAGMA wal_autocheckpoint = 4000
            """)
      }
      try pool.read { database in
        try database.execute(sql: probe)
        _ = try Counter(database)
      }
      return (pool, looker)
    } catch {
      throw InboxError(error, at: path)
    }
  }

  /// Reads each table and index at one end: a search for all damage would take too long.
  static let probe = """
    SELECT * FROM counter;
    SELECT * FROM message ORDER BY number DESC LIMIT 1;
    SELECT number FROM message WHERE state = 0 AND isHeld = 0 ORDER BY urgency DESC, number LIMIT 1;
    SELECT number FROM message WHERE state < 3 ORDER BY arrivedAt DESC LIMIT 1;
    SELECT number FROM message WHERE state >= 3 ORDER BY arrivedAt DESC LIMIT 1;
    SELECT number FROM message WHERE id = x'';
    SELECT * FROM setting LIMIT 1;
    """

  /// Checks, without a change to the file, that it is an inbox of this version or an older one.
  ///
  /// When a process has been killed while it made the file, SQLite first has to undo what that process
  /// began, which a connection that cannot write refuses.
  ///
  /// - Returns: The connection that did so, which is closed.
  private static func look(_ path: FilePath) throws -> DatabaseQueue {
    do {
      return try look(path, readonly: true)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
      return try look(path, readonly: false)
    }
  }

  private static func look(_ path: FilePath, readonly: Bool) throws -> DatabaseQueue {
    var configuration = configuration
    configuration.readonly = readonly
    let queue = try DatabaseQueue(path: path.string, configuration: configuration)
    defer { try? queue.close() }
    try queue.read { database in
      let tables = "SELECT count(*) FROM sqlite_schema WHERE tbl_name <> 'grdb_migrations'"
      guard try Int.fetchOne(database, sql: tables) != 0 else { return }
      let id = try Int32.fetchOne(database, sql: "PRAGMA application_id")
      guard id == InboxSchema.applicationID else { throw InboxError.notAnInbox(path) }
      guard try !InboxSchema.migrator.hasBeenSuperseded(database) else {
        throw InboxError.newerSchema(path)
      }
    }
    return queue
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.maximumReaderCount = 2
    // GRDB asks for threads of a higher priority. Users may not have them, and Dispatch logs the refusal.
    configuration.qos = .unspecified
    // SQLite has no queue for its write lock, and no signal when it is free. A process can only sleep
    // and try again, and one that tries often gets it soon. SQLite's own timeout tries less and less
    // often.
    configuration.busyMode = .callback { attempt in
      PlainThread.sleep(milliseconds: 1)
      return attempt < 10_000
    }
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -2048") }
    return configuration
  }

  private static func move(_ path: FilePath, to target: FilePath) throws(InboxError) {
    for suffix in ["", "-wal", "-shm"] {
      do throws(Errno) {
        try FileSystem.rename(FilePath("\(path)\(suffix)"), to: FilePath("\(target)\(suffix)"))
      } catch .noSuchFileOrDirectory {
      } catch {
        throw .system(path, error)
      }
    }
  }
}
