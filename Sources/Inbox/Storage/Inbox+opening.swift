// SPDX-License-Identifier: Apache-2.0

import Accounts
import GRDB
import Glibc
public import LinuxSystem
import Messages

extension Inbox {
  /// Opens an inbox, and makes it when there is none: the file with mode 0600, its directory 0700.
  ///
  /// The file must be the caller's own.
  ///
  /// - Parameters:
  ///   - path: The database file. SQLite keeps `-wal` and `-shm` beside it.
  ///   - policy: What is to be done when the file is damaged.
  /// - Throws: ``InboxError``.
  public static func open(
    at path: FilePath, ifCorrupt policy: CorruptionPolicy
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

  /// Makes the file unless it is there, and sees to it that only its owner can read or write it.
  ///
  /// An existing file is never opened here: closing it would let go of the locks that SQLite holds
  /// for this process, fcntl(2).
  private static func prepareFile(_ path: FilePath) throws(InboxError) {
    do throws(DirectoryTrustError) {
      _ = try TrustedDirectory.make(
        path.removingLastComponent(), ownedBy: geteuid(), permissions: .ownerReadWriteExecute)
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
    guard status.userID == geteuid() else {
      throw .foreignOwner(path, userID: status.userID)
    }
    let permissions = status.permissions
    guard permissions.isDisjoint(with: [.groupWrite, .otherWrite]) else {
      throw .writableByOthers(path)
    }
    guard permissions != .ownerReadWrite else { return }
    guard unsafe chmod(path.string, 0o600) == 0 else {
      throw .system(path, Errno(rawValue: errno))
    }
  }

  /// Brings the tables to the present form.
  ///
  /// Another process may be first with any of the migrations: then the rest is looked at again.
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
        // The pool has set NORMAL, with which a power cut takes back what was acknowledged.
        // A longer -wal is brought home less often, and what many messages change only once.
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

  /// Touches each table and index at one end: to look for all damage would take too long.
  static let probe = """
    SELECT * FROM counter;
    SELECT * FROM message ORDER BY number DESC LIMIT 1;
    SELECT number FROM message WHERE state = 0 AND isHeld = 0 ORDER BY urgency DESC, number LIMIT 1;
    SELECT number FROM message WHERE state < 3 ORDER BY arrivedAt DESC LIMIT 1;
    SELECT number FROM message WHERE state >= 3 ORDER BY arrivedAt DESC LIMIT 1;
    SELECT number FROM message WHERE id = x'';
    SELECT * FROM setting LIMIT 1;
    """

  /// Looks at the file without changing it: what is not ours to change is refused here.
  ///
  /// - Returns: The connection it took, which is closed.
  private static func look(_ path: FilePath) throws -> DatabaseQueue {
    var configuration = configuration
    configuration.readonly = true
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
    // SQLite keeps no queue for its write lock and tells nobody that it is free: all that one can do
    // is sleep and ask again, and who asks often gets it soon. Its own timeout asks ever less often.
    configuration.busyMode = .callback { attempt in
      usleep(1000)
      return attempt < 10_000
    }
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -2048") }
    return configuration
  }

  private static func move(_ path: FilePath, to target: FilePath) throws(InboxError) {
    for suffix in ["", "-wal", "-shm"] {
      guard unsafe rename("\(path)\(suffix)", "\(target)\(suffix)") == 0 || errno == ENOENT else {
        throw .system(path, Errno(rawValue: errno))
      }
    }
  }
}
