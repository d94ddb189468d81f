// SPDX-License-Identifier: Apache-2.0

import CLinux

/// The kernel's data about a file; stat(2).
public struct FileStatus: Equatable, Sendable {
  /// The kind of a file: the upper bits of its mode; inode(7).
  public enum Kind: Sendable {
    /// A regular file.
    case regular

    /// A directory.
    case directory

    /// A symbolic link.
    case symbolicLink

    /// A socket.
    case socket

    /// A named pipe.
    case pipe

    /// A character device.
    case characterDevice

    /// A block device.
    case blockDevice

    /// None of the above.
    case unknown
  }

  /// The kind of the file.
  public let type: Kind

  /// Which users may read, change and execute it.
  public let permissions: FilePermissions

  /// The user that owns it.
  public let userID: UInt32

  /// The group that owns it.
  public let groupID: UInt32

  /// Its size in bytes.
  public let size: Int64

  /// Its number on its device.
  public let inode: UInt64

  /// The number of the device it is on.
  public let device: UInt64

  /// How many names it has.
  public let linkCount: Int

  /// When its contents changed last.
  public let modificationTime: FileTime

  /// When its contents, owner, permissions or names changed last.
  public let changeTime: FileTime

  init(_ status: stat) {
    type =
      switch CInt(status.st_mode) & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .symbolicLink
      case S_IFSOCK: .socket
      case S_IFIFO: .pipe
      case S_IFCHR: .characterDevice
      case S_IFBLK: .blockDevice
      default: .unknown
      }
    permissions = FilePermissions(rawValue: status.st_mode)
    userID = status.st_uid
    groupID = status.st_gid
    size = Int64(status.st_size)
    inode = UInt64(status.st_ino)
    device = UInt64(status.st_dev)
    linkCount = Int(status.st_nlink)
    modificationTime = FileTime(status.st_mtim)
    changeTime = FileTime(status.st_ctim)
  }
}

extension FilePath {
  /// The status of the file with this path.
  ///
  /// The corresponding C functions are `stat` and `lstat`.
  ///
  /// - Parameter followTargetSymlink: Whether a symbolic link stands for the file that it names.
  /// - Throws: `Errno`.
  public func stat(followTargetSymlink: Bool = true) throws(Errno) -> FileStatus {
    var status = CLinux.stat()
    let result = unsafe fstatat(
      AT_FDCWD, string, &status, followTargetSymlink ? 0 : AT_SYMLINK_NOFOLLOW)
    guard result == 0 else { throw .current }
    return FileStatus(status)
  }
}

extension FileDescriptor {
  /// The status of the open file; fstat(2).
  ///
  /// - Throws: `Errno`.
  public func stat() throws(Errno) -> FileStatus {
    var status = CLinux.stat()
    guard unsafe fstat(rawValue, &status) == 0 else { throw .current }
    return FileStatus(status)
  }
}
