// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// A directory on the way along a path, opened from the one before it.
struct Step: ~Copyable {
  /// The directory; open(2) `O_PATH`.
  let descriptor: FileDescriptor

  /// The user that owns it.
  let owner: UInt32

  /// Its mode.
  let permissions: FilePermissions

  /// Opens a directory.
  ///
  /// The corresponding C functions are `openat` and `fstat`.
  ///
  /// - Parameters:
  ///   - name: One component of the path.
  ///   - parent: Where the component is; `nil` for the start of the path.
  ///   - path: The whole path, for errors.
  ///   - followsLink: Whether the component may be a symbolic link.
  /// - Throws: ``DirectoryTrustError``.
  init(
    _ name: String, in parent: FileDescriptor?, of path: FilePath, followsLink: Bool
  ) throws(DirectoryTrustError) {
    // O_PATH needs _GNU_SOURCE to be visible: 010000000 on all of Linux.
    let flags = 0o10_000_000 | O_DIRECTORY | O_CLOEXEC | (followsLink ? 0 : O_NOFOLLOW)
    let number = unsafe openat(parent?.rawValue ?? AT_FDCWD, name, flags)
    guard number >= 0 else { throw Step.error(Errno(rawValue: errno), path) }
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else {
      let error = Errno(rawValue: errno)
      close(number)
      throw .system(path, error)
    }
    descriptor = FileDescriptor(rawValue: number)
    owner = status.st_uid
    permissions = FilePermissions(rawValue: status.st_mode & 0o7777)
  }

  deinit { try? descriptor.close() }

  /// Gives the open directory to the caller, who closes it.
  consuming func release() -> FileDescriptor {
    let descriptor = descriptor
    discard self
    return descriptor
  }

  private static func error(_ error: Errno, _ path: FilePath) -> DirectoryTrustError {
    switch error {
    case .noSuchFileOrDirectory: .missing(path)
    case .notDirectory, .tooManySymbolicLinkLevels: .notADirectory(path)
    default: .system(path, error)
    }
  }
}
