// SPDX-License-Identifier: Apache-2.0

/// Why a directory is not to be used.
public enum DirectoryTrustError: Error, Equatable, Sendable {
  /// There is nothing at this path.
  case missing(FilePath)

  /// Something other than a directory is at this path: a symbolic link, for example.
  case notADirectory(FilePath)

  /// The directory belongs to somebody else, who could read and change what is put there.
  case foreignOwner(FilePath, userID: UInt32)

  /// Others may replace what is in the directory: its mode lets them write without the sticky bit.
  case writableByOthers(FilePath)

  /// The system refused.
  case system(FilePath, Errno)

  /// The path that is not to be used.
  public var path: FilePath {
    switch self {
    case .missing(let path), .notADirectory(let path), .writableByOthers(let path): path
    case .foreignOwner(let path, _), .system(let path, _): path
    }
  }
}

extension DirectoryTrustError: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .missing(let path): "\(path) does not exist"
    case .notADirectory(let path): "\(path) is not a directory"
    case .foreignOwner(let path, let userID):
      "\(path) belongs to uid \(userID), so it is not trusted"
    case .writableByOthers(let path):
      "\(path) can be changed by everyone, so it is not trusted"
    case .system(let path, let errno): "\(path): \(errno)"
    }
  }
}
