// SPDX-License-Identifier: Apache-2.0

import GRDB
import LinuxSystem

extension InboxError {
  /// What an error of SQLite, of a system call or of ours means for the inbox at `path`.
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
    // A quota that is used up (EDQUOT) is an IOERR to SQLite, and so is no space for the -shm.
    case .SQLITE_FULL, .SQLITE_IOERR_WRITE, .SQLITE_IOERR_SHMSIZE: self = .diskFull(path)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path)
    case let code:
      self = .database(path, code: code.rawValue, message: error.message ?? "unknown error")
    }
  }
}
