// SPDX-License-Identifier: Apache-2.0

import GRDB
public import LinuxSystem

/// Why an inbox cannot be opened or used.
public enum InboxError: Error, Equatable, Sendable {
  /// The directory of the inbox cannot be trusted.
  case directory(DirectoryTrustError)

  /// There is something other than a file at this path: a symbolic link, for example.
  case notAFile(FilePath)

  /// The file belongs to another user.
  case foreignOwner(FilePath, userID: UInt32)

  /// Other users may write to the file, so its contents prove nothing.
  case writableByOthers(FilePath)

  /// The file is an SQLite database of another program.
  case notAnInbox(FilePath)

  /// A newer version of the program has changed the file's tables. It has not been touched.
  case newerSchema(FilePath)

  /// The file is damaged, or is not a database.
  case corrupt(FilePath)

  /// There is no space left, or the disk quota is used up. Nothing was changed; the caller can try again.
  case diskFull(FilePath)

  /// Another process has been writing to the file for longer than the busy timeout.
  case busy(FilePath)

  /// SQLite reported an error, with its extended result code: <https://www.sqlite.org/rescode.html>.
  case database(FilePath, code: Int32, message: String)

  /// A system call failed.
  case system(FilePath, Errno)
}

extension InboxError: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .directory(let error): error.description
    case .notAFile(let path): "\(path) is not a file"
    case .foreignOwner(let path, let userID):
      "\(path) belongs to uid \(userID), so it is not trusted"
    case .writableByOthers(let path): "\(path) can be changed by others, so it is not trusted"
    case .notAnInbox(let path): "\(path) is a database of another program"
    case .newerSchema(let path): "\(path) was written by a newer version of messngr"
    case .corrupt(let path): "\(path) is damaged"
    case .diskFull(let path): "there is no space left for \(path)"
    case .busy(let path): "\(path) is in use by another program"
    case .database(let path, let code, let message): "\(path): \(message) (SQLite \(code))"
    case .system(let path, let errno): "\(path): \(errno)"
    }
  }
}

extension InboxError {
  /// The meaning of an error of SQLite or of a system call for the inbox at `path`.
  init(_ error: any Error, at path: FilePath) {
    switch error {
    case let error as InboxError: self = error
    case let error as DatabaseError: self.init(database: error, at: path)
    case let error as Errno: self = .system(path, error)
    default: self = .database(path, code: 1, message: "\(error)")
    }
  }

  private init(database error: DatabaseError, at path: FilePath) {
    switch error.extendedResultCode {
    // SQLite reports an exhausted quota (EDQUOT) as IOERR, and so does it with no space for the -shm.
    case .SQLITE_FULL, .SQLITE_IOERR_WRITE, .SQLITE_IOERR_SHMSIZE: self = .diskFull(path)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path)
    case let code:
      self = .database(path, code: code.rawValue, message: error.message ?? "unknown error")
    }
  }
}
