// SPDX-License-Identifier: Apache-2.0

import Glibc
public import SystemPackage

/// A directory that is known to belong to the account it is named after, or to root.
///
/// The directory is opened first, without following a link, and then checked through the
/// descriptor, so what was checked is what is used: open(2) `O_PATH`, `O_NOFOLLOW`.
public struct TrustedDirectory: ~Copyable, Sendable {
  /// Where the directory was found.
  public let path: FilePath

  /// The directory, open for use as the start of a path; open(2) `O_PATH`.
  public let descriptor: FileDescriptor

  /// Opens a directory that exists.
  ///
  /// - Parameters:
  ///   - path: The directory. Its last component must not be a symbolic link.
  ///   - owner: The user that must own it; root may always.
  /// - Throws: ``PlaceError``.
  public init(_ path: FilePath, ownedBy owner: UInt32) throws(PlaceError) {
    let descriptor = try TrustedDirectory.open(path)
    do throws(PlaceError) {
      try TrustedDirectory.check(descriptor, at: path, owner: owner)
    } catch {
      try? descriptor.close()
      throw error
    }
    self.path = path
    self.descriptor = descriptor
  }

  /// Makes a directory, with those above it, unless it is there already, and opens it.
  ///
  /// - Parameters:
  ///   - path: The directory.
  ///   - owner: The user that must own it: the caller, as a rule.
  ///   - permissions: The mode of the directory, whatever the umask; those above it get 0755.
  /// - Throws: ``PlaceError``.
  public static func make(
    _ path: FilePath, ownedBy owner: UInt32, permissions: FilePermissions
  ) throws(PlaceError) -> TrustedDirectory {
    let parent = path.removingLastComponent()
    if !parent.isEmpty, parent != path, !exists(parent) {
      _ = try make(parent, ownedBy: owner, permissions: FilePermissions(rawValue: 0o755))
    }
    do {
      try Directory.create(path, permissions: permissions)
    } catch .fileExists {
    } catch {
      throw .system(path, error)
    }
    return try TrustedDirectory(path, ownedBy: owner)
  }

  deinit { try? descriptor.close() }

  /// The path of an entry that stays the same directory's, whatever happens to the directory's own
  /// name: through `/proc/self/fd` where that is mounted, by name elsewhere (a bare chroot).
  public func stablePath(of entry: String) -> FilePath {
    let link = FilePath("/proc/self/fd/\(descriptor.rawValue)")
    return (TrustedDirectory.exists(link) ? link : path).appending(entry)
  }

  private static func open(_ path: FilePath) throws(PlaceError) -> FileDescriptor {
    // open(2) O_PATH, which needs _GNU_SOURCE to be visible: 010000000 on all of Linux.
    let pathOnly = FileDescriptor.OpenOptions(rawValue: 0o10_000_000)
    do {
      return try FileDescriptor.open(
        path, .readOnly, options: [pathOnly, .directory, .noFollow, .closeOnExec])
    } catch let error as Errno {
      switch error {
      case .noSuchFileOrDirectory: throw .missing(path)
      case .notDirectory, .tooManySymbolicLinkLevels: throw .notADirectory(path)
      default: throw .system(path, error)
      }
    } catch {
      throw .system(path, .ioError)
    }
  }

  private static func check(
    _ descriptor: FileDescriptor, at path: FilePath, owner: UInt32
  ) throws(PlaceError) {
    let status: Stat
    do { status = try descriptor.stat() } catch { throw .system(path, error) }
    guard [0, owner].contains(status.userID.rawValue) else {
      throw .foreignOwner(path, userID: status.userID.rawValue)
    }
    let others: FilePermissions = [.groupWrite, .otherWrite]
    guard
      status.permissions.isDisjoint(with: others)
        || status.permissions.contains(.saveText)
    else { throw .writableByOthers(path) }
  }

  /// Whether there is something at a path.
  ///
  /// The corresponding C function is `access`.
  private static func exists(_ path: FilePath) -> Bool {
    unsafe access(path.string, F_OK) == 0
  }
}
