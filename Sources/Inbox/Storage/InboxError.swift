// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

/// Why an inbox cannot be opened or used.
public enum InboxError: Error, Equatable, Sendable {
  /// The directory of the inbox is not to be trusted.
  case directory(DirectoryTrustError)

  /// Something other than a file is at this path: a symbolic link, for example.
  case notAFile(FilePath)

  /// The file belongs to somebody else.
  case foreignOwner(FilePath, userID: UInt32)

  /// Others may write to the file, so what is in it proves nothing.
  case writableByOthers(FilePath)

  /// The file is an SQLite database of some other program.
  case notAnInbox(FilePath)

  /// A newer version of the program has changed the file's tables. It has not been touched.
  case newerSchema(FilePath)

  /// The file is damaged, or no database at all.
  case corrupt(FilePath)

  /// There is no space left, or the quota is used up. Nothing was changed; it can be tried again.
  case diskFull(FilePath)

  /// Another process has been writing to the file for longer than the busy timeout.
  case busy(FilePath)

  /// SQLite refused, with its extended result code: <https://www.sqlite.org/rescode.html>.
  case database(FilePath, code: Int32, message: String)

  /// The system refused.
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
