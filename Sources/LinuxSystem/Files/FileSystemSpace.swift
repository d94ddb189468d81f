// SPDX-License-Identifier: Apache-2.0

import CLinux

/// How much room a file system has; statvfs(3).
package struct FileSystemSpace: Sendable {
  /// Its size in bytes.
  package let byteCount: UInt64

  /// How many bytes a user without privileges may still use.
  package let freeByteCount: UInt64

  /// How many files it can hold; 0 for a file system without that limit: Btrfs, for example.
  package let fileCount: UInt64

  /// How many files a user without privileges may still make.
  package let freeFileCount: UInt64

  fileprivate init(_ status: statvfs) {
    let blockSize = UInt64(status.f_frsize)
    byteCount = UInt64(status.f_blocks).multipliedReportingOverflow(by: blockSize).partialValue
    freeByteCount = UInt64(status.f_bavail).multipliedReportingOverflow(by: blockSize).partialValue
    fileCount = UInt64(status.f_files)
    freeFileCount = UInt64(status.f_favail)
  }
}

extension FileDescriptor {
  /// How much room the file system of this open file has; fstatvfs(3).
  ///
  /// - Throws: `Errno`.
  package func fileSystemSpace() throws(Errno) -> FileSystemSpace {
    var status = statvfs()
    guard unsafe fstatvfs(rawValue, &status) == 0 else { throw .current }
    return FileSystemSpace(status)
  }
}

extension FilePath {
  /// How much room the file system of this file has.
  ///
  /// - Throws: `Errno`.
  package func fileSystemSpace() throws(Errno) -> FileSystemSpace {
    let file = try FileDescriptor.open(self, .readOnly, options: .pathOnly)
    return try file.closeAfter { () throws(Errno) in try file.fileSystemSpace() }
  }
}
