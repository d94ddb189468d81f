// SPDX-License-Identifier: Apache-2.0

import Wire

/// Why a directory cannot be trusted.
public indirect enum DirectoryTrustError: Error, Equatable, Sendable {
  /// No file has this path.
  case missing(FilePath)

  /// The file with this path is not a directory: it is a symbolic link, for example.
  case notADirectory(FilePath)

  /// The directory belongs to another user, who could read and change the files in it.
  case foreignOwner(FilePath, userID: UInt32)

  /// Other users may replace the files in the directory: its mode lets them write, without the sticky bit.
  case writableByOthers(FilePath)

  /// A call of the system failed.
  case system(FilePath, Errno)

  /// The path of the directory.
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
      "other users may write to \(path), so it is not trusted"
    case .system(let path, let errno): "\(path): \(errno)"
    }
  }
}
