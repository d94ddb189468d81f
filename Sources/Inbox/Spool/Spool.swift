// SPDX-License-Identifier: Apache-2.0

import Glibc
public import LinuxSystem
public import Messages

/// The messages that others have left for a user who was away, as that user reads them.
///
/// Anyone may leave a file `RANDOM.msg` in it, written first under a name that begins with a dot and then
/// renamed. The file's owner is the proven sender, and its body names the user for whom it is, since
/// everyone who has a spool could move a file from there to here. Nothing in it is trusted: links are not
/// followed, nothing blocks, and what is no message is counted and removed.
public final class Spool: Sendable {
  private let directory: TrustedDirectory
  private let owner: UInt32

  /// Where the spool is.
  public var path: FilePath { directory.path }

  /// Creates the reader of a directory that is known to be the caller's.
  ///
  /// - Parameter owner: The user for whom messages must be: the caller.
  public init(_ directory: consuming TrustedDirectory, of owner: UInt32) {
    self.directory = directory
    self.owner = owner
  }

  /// Looks through the spool and removes what is no message, and what is too much of one user.
  ///
  /// - Parameters:
  ///   - now: The time from which the age of temporary files is counted.
  ///   - limit: How many messages at most, half of them from one user.
  ///   - isPassedOver: Whether the message of a file name stays where it is, unopened.
  /// - Returns: The messages, which stay where they are until ``remove(_:)``.
  /// - Throws: ``DirectoryTrustError/system(_:_:)`` when the directory cannot be read, or the process has no
  ///   descriptor left to open a file with.
  public func scan(
    now: UnixTime, limit: Int = 256, passingOver isPassedOver: (String) -> Bool = { _ in false }
  ) throws(DirectoryTrustError) -> SpoolScan {
    var pass = SpoolPass(for: owner, now: now, limit: limit)
    try forEachName { name throws(DirectoryTrustError) in
      try pass.look(at: name, in: directory, passingOver: isPassedOver)
    }
    return pass.finish()
  }

  /// Removes a message, which is in the inbox by now; it is no error if it is gone.
  ///
  /// - Throws: ``DirectoryTrustError/system(_:_:)``. The corresponding C function is `unlinkat`.
  public func remove(_ entry: SpoolEntry) throws(DirectoryTrustError) {
    guard unsafe unlinkat(directory.descriptor.rawValue, entry.name, 0) != 0, errno != ENOENT else {
      return
    }
    throw .system(path.appending(entry.name), Errno(rawValue: errno))
  }

  /// Counts what waits in the spool, message or not.
  ///
  /// - Throws: ``DirectoryTrustError/system(_:_:)`` when the directory cannot be read.
  public func usage() throws(DirectoryTrustError) -> SpoolUsage {
    var usage = SpoolUsage()
    try forEachName { name throws(DirectoryTrustError) in
      var status = stat()
      guard
        unsafe fstatat(directory.descriptor.rawValue, name, &status, AT_SYMLINK_NOFOLLOW) == 0
      else { return }
      usage.count += 1
      usage.byteCount += status.st_size
      usage.countPerSender[status.st_uid, default: 0] += 1
    }
    return usage
  }

  /// Tells of messages that are left in the spool while `body` runs; nothing is done in between.
  ///
  /// - Parameter body: Is given a sequence with one element at the beginning, so that what was there
  ///   before is not missed, and one for each time that something new has come: several at once are
  ///   one. It ends with the task's cancellation.
  /// - Throws: What `body` throws, and `Errno` when the directory cannot be watched; inotify(7).
  public func withChanges<Value>(
    _ body: (AsyncStream<Void>) async throws -> Value
  ) async throws -> Value {
    // A rename, or link(2): a name under which something is being written begins with a dot.
    let events = UInt32(IN_MOVED_TO | IN_CREATE | IN_ONLYDIR)
    return try await FileWatch.withChanges(
      of: directory.stablePath(of: "."), events, where: { !$0.hasPrefix(".") }, body)
  }

  /// Calls `body` with each name in the directory, as C has it.
  private func forEachName(
    _ body: ([CChar]) throws(DirectoryTrustError) -> Void
  ) throws(DirectoryTrustError) {
    let descriptor = unsafe openat(
      directory.descriptor.rawValue, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(path, Errno(rawValue: errno)) }
    guard let stream = unsafe fdopendir(descriptor) else {
      let error = Errno(rawValue: errno)
      close(descriptor)
      throw .system(path, error)
    }
    defer { unsafe _ = closedir(stream) }
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
      }
      guard name != [0x2E, 0], name != [0x2E, 0x2E, 0] else { continue }
      try body(name)
    }
  }
}
