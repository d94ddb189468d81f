// SPDX-License-Identifier: Apache-2.0

import CLinux
import Wire

/// A directory that belongs to the expected user, or to root.
///
/// Each directory of the path is opened from the one before, and then checked through its descriptor, so the
/// checked directory is the one that is used: openat(2) `O_PATH`, `O_NOFOLLOW`. If one of them belongs to a
/// user other than root and the caller, that user can put any file below it. From there on no symbolic
/// link is followed, and root as the owner of the last directory proves nothing: the user may have moved
/// any directory of root's there.
public struct TrustedDirectory: ~Copyable, Sendable {
  /// Where the directory was found.
  public let path: FilePath

  /// The directory, open for use as the start of a path; open(2) `O_PATH`.
  public let descriptor: FileDescriptor

  /// The user that owns the directory.
  public let userID: UInt32

  /// The number that the kernel shows in a user namespace for each user without a number there;
  /// user_namespaces(7).
  ///
  /// The account `nobody` has the same number, so its directories are not trusted.
  private static let overflowUserID: UInt32 = 65_534

  /// Opens a directory that exists.
  ///
  /// - Parameters:
  ///   - path: The directory. Its last component must not be a symbolic link, and no component below a
  ///     directory that another user than root and the caller owns.
  ///   - owner: The user that must own it; root may, unless another user owns a directory on the way.
  /// - Throws: ``DirectoryTrustError``.
  public init(_ path: FilePath, ownedBy owner: UInt32) throws(DirectoryTrustError) {
    var step = OwnedDescriptor(
      try TrustedDirectory.open(path.isAbsolute ? "/" : ".", in: nil, of: path, followsLink: true))
    var status = try TrustedDirectory.status(of: step, at: path)
    var (isOthers, isLastOthers) = (false, false)
    let caller = geteuid()
    var remaining = path.components.count
    for component in path.components {
      remaining -= 1
      isOthers = isOthers || status.userID != 0 && status.userID != caller
      isLastOthers = isOthers
      let followsLink = !isOthers && remaining > 0
      step = OwnedDescriptor(
        try TrustedDirectory.open(
          component.string, in: step.descriptor, of: path, followsLink: followsLink))
      status = try TrustedDirectory.status(of: step, at: path)
    }
    try TrustedDirectory.check(status, at: path, owners: isLastOthers ? [owner] : [0, owner])
    self.path = path
    userID = status.userID
    descriptor = step.release()
  }

  /// Makes a directory, and those above it, unless they exist, and opens it.
  ///
  /// - Parameters:
  ///   - path: The directory.
  ///   - owner: The user that must own it: the caller, as a rule.
  ///   - permissions: The mode of the directory, without regard to the umask; those above it get 0755.
  /// - Throws: ``DirectoryTrustError``.
  public static func make(
    _ path: FilePath, ownedBy owner: UInt32, permissions: FilePermissions
  ) throws(DirectoryTrustError) -> TrustedDirectory {
    let parent = path.removingLastComponent()
    if !parent.isEmpty, parent != path, !FileSystem.exists(parent) {
      _ = try make(parent, ownedBy: owner, permissions: FilePermissions(rawValue: 0o755))
    }
    do throws(Errno) {
      try FileSystem.createDirectory(path, permissions: permissions)
    } catch .fileExists {
    } catch {
      throw .system(path, error)
    }
    return try TrustedDirectory(path, ownedBy: owner)
  }

  deinit { try? descriptor.close() }

  /// A path of an entry that leads to this directory even after another user has renamed it.
  ///
  /// It goes through `/proc/self/fd`. Where `/proc` is not mounted, it goes through the directory's name.
  public func stablePath(of entry: String) -> FilePath {
    let link = FilePath("/proc/self/fd/\(descriptor.rawValue)")
    return (FileSystem.exists(link) ? link : path).appending(entry)
  }

  /// Opens one component of a path; openat(2) `O_PATH`.
  private static func open(
    _ name: String, in parent: FileDescriptor?, of path: FilePath, followsLink: Bool
  ) throws(DirectoryTrustError) -> FileDescriptor {
    do throws(Errno) {
      return try FileDescriptor.open(
        FilePath(name), .readOnly,
        options: [.pathOnly, .directory, followsLink ? [] : .noFollow], in: parent)
    } catch .noSuchFileOrDirectory {
      throw .missing(path)
    } catch {
      switch error {
      case .notDirectory, .tooManySymbolicLinkLevels: throw .notADirectory(path)
      default: throw .system(path, error)
      }
    }
  }

  private static func status(
    of directory: borrowing OwnedDescriptor, at path: FilePath
  ) throws(DirectoryTrustError) -> FileStatus {
    do throws(Errno) { return try directory.descriptor.stat() } catch { throw .system(path, error) }
  }

  private static func check(
    _ status: FileStatus, at path: FilePath, owners: [UInt32]
  ) throws(DirectoryTrustError) {
    guard owners.contains(status.userID), status.userID != overflowUserID else {
      throw .foreignOwner(path, userID: status.userID)
    }
    let others: FilePermissions = [.groupWrite, .otherWrite]
    guard status.permissions.isDisjoint(with: others) || status.permissions.contains(.sticky)
    else { throw .writableByOthers(path) }
  }
}
