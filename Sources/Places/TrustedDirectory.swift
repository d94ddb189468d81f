// SPDX-License-Identifier: Apache-2.0

import Glibc
public import SystemPackage

/// A directory that is known to belong to the account it is named after, or to root.
///
/// Each directory on the way is opened from the one before, and then checked through its descriptor, so
/// what was checked is what is used: openat(2) `O_PATH`, `O_NOFOLLOW`. As soon as one of them belongs to
/// another user than root and the caller, that user decides what is below. From there on no link is
/// followed, and root as the owner of the last directory proves nothing: it may be any directory of
/// root's that the user has found a way to.
public struct TrustedDirectory: ~Copyable, Sendable {
  /// Where the directory was found.
  public let path: FilePath

  /// The directory, open for use as the start of a path; open(2) `O_PATH`.
  public let descriptor: FileDescriptor

  /// What the kernel shows in a user namespace for each user that has no number there: user_namespaces(7).
  ///
  /// It is the number of the account `nobody` as well, which therefore has no directory to be trusted.
  private static let overflowUserID: UInt32 = 65_534

  /// Opens a directory that exists.
  ///
  /// - Parameters:
  ///   - path: The directory. Its last component must not be a symbolic link, and no component below a
  ///     directory that another user than root and the caller owns.
  ///   - owner: The user that must own it; root may, unless another user owns a directory on the way.
  /// - Throws: ``DirectoryTrustError``.
  public init(_ path: FilePath, ownedBy owner: UInt32) throws(DirectoryTrustError) {
    var step = try Step(path.isAbsolute ? "/" : ".", in: nil, of: path, followsLink: true)
    var (isOthers, isLastOthers) = (false, false)
    var remaining = path.components.count
    for component in path.components {
      remaining -= 1
      isOthers = isOthers || ![0, geteuid()].contains(step.owner)
      isLastOthers = isOthers
      let followsLink = !isOthers && remaining > 0
      step = try Step(component.string, in: step.descriptor, of: path, followsLink: followsLink)
    }
    try TrustedDirectory.check(step, at: path, owners: isLastOthers ? [owner] : [0, owner])
    self.path = path
    descriptor = step.release()
  }

  /// Makes a directory, with those above it, unless it is there already, and opens it.
  ///
  /// - Parameters:
  ///   - path: The directory.
  ///   - owner: The user that must own it: the caller, as a rule.
  ///   - permissions: The mode of the directory, whatever the umask; those above it get 0755.
  /// - Throws: ``DirectoryTrustError``.
  public static func make(
    _ path: FilePath, ownedBy owner: UInt32, permissions: FilePermissions
  ) throws(DirectoryTrustError) -> TrustedDirectory {
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

  private static func check(
    _ step: borrowing Step, at path: FilePath, owners: [UInt32]
  ) throws(DirectoryTrustError) {
    guard owners.contains(step.owner), step.owner != overflowUserID else {
      throw .foreignOwner(path, userID: step.owner)
    }
    let others: FilePermissions = [.groupWrite, .otherWrite]
    guard
      step.permissions.isDisjoint(with: others) || step.permissions.contains(.saveText)
    else { throw .writableByOthers(path) }
  }

  /// Whether there is something at a path.
  ///
  /// The corresponding C function is `access`.
  private static func exists(_ path: FilePath) -> Bool {
    unsafe access(path.string, F_OK) == 0
  }
}
