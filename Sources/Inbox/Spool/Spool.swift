// SPDX-License-Identifier: Apache-2.0

import Glibc
public import LinuxSystem
public import Messages

/// The messages that senders left for a user who was away, as that user reads them.
///
/// Every user may leave a file `RANDOM.msg` in it, which is written under a name that begins with a dot
/// and then renamed. The owner of the file is the proven sender. The body names the recipient, because
/// the owner of another spool could move a file from there to here. Nothing in the spool is trusted:
/// links are not followed, nothing blocks, and files that are not messages are counted and removed.
public final class Spool: Sendable {
  private let directory: TrustedDirectory
  private let owner: UInt32

  /// Where the spool is.
  public var path: FilePath { directory.path }

  /// Creates the reader of a directory that belongs to the caller.
  ///
  /// - Parameter owner: The recipient that messages must name: the caller.
  public init(_ directory: consuming TrustedDirectory, of owner: UInt32) {
    self.directory = directory
    self.owner = owner
  }

  /// Reads the spool, and removes files that are not messages and those over a user's limit.
  ///
  /// - Parameters:
  ///   - now: The time from which the age of temporary files is counted.
  ///   - limit: How many messages at most, half of them from one user.
  ///   - isPassedOver: Whether the file of that name stays in the spool, unopened.
  /// - Returns: The messages, which stay in the spool until ``remove(_:)``.
  /// - Throws: ``DirectoryTrustError/system(_:_:)`` when the directory cannot be read, or the process has no
  ///   descriptor left to open a file with.
  public func scan(
    now: UnixTime, limit: Int = 256, passingOver isPassedOver: (String) -> Bool = { _ in false }
  ) throws(DirectoryTrustError) -> Scan {
    var pass = SpoolPass(for: owner, now: now, limit: limit)
    try forEachName { name throws(DirectoryTrustError) in
      try pass.look(at: name, in: directory, passingOver: isPassedOver)
    }
    return pass.finish()
  }

  /// Removes a message that is in the inbox now; it is not an error if the file is gone.
  ///
  /// - Throws: ``DirectoryTrustError/system(_:_:)``. The corresponding C function is `unlinkat`.
  public func remove(_ entry: SpoolEntry) throws(DirectoryTrustError) {
    guard unsafe unlinkat(directory.descriptor.rawValue, entry.name, 0) != 0, errno != ENOENT else {
      return
    }
    throw .system(path.appending(entry.name), Errno(rawValue: errno))
  }

  /// Reports new messages in the spool while `body` runs; between them it does nothing.
  ///
  /// - Parameter body: Gets a sequence with one element at the beginning, for messages that were there
  ///   before, and one each time new messages arrive: several may be one element. The sequence ends when
  ///   the task is cancelled.
  /// - Throws: What `body` throws, and `Errno` when the directory cannot be watched; inotify(7).
  public func withChanges<Value>(
    _ body: (AsyncStream<Void>) async throws -> Value
  ) async throws -> Value {
    // A rename, or link(2): the name of an unfinished file begins with a dot.
    try await FileWatch.withChanges(
      of: directory.stablePath(of: "."), for: .added, isDirectory: true,
      where: { !$0.hasPrefix(".") }, body)
  }

  /// The messages that one scan of the spool found.
  public struct Scan: Equatable, Sendable {
    /// The messages, the oldest first by ``SpoolEntry/modified``.
    public internal(set) var entries: [SpoolEntry] = []

    /// How many files were removed for each reason, because they are not messages.
    public internal(set) var refusals: [SpoolRefusal: Int] = [:]

    /// Whether messages were left for the next scan.
    public internal(set) var isPartial = false
  }

  /// Calls `body` with each name in the directory, as a C string.
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
