// SPDX-License-Identifier: Apache-2.0

import Glibc
public import Messages
public import Places
public import SystemPackage

/// The drop box of somebody who is away, as its owner reads it.
///
/// Anyone may leave a file `ID.msg` in it, written elsewhere under a name that begins with a dot and
/// then renamed; the file's owner is the proven sender. Nothing in it is trusted: links are not
/// followed, nothing blocks, and what is no message is counted and removed.
public final class Spool: Sendable {
  private let directory: TrustedDirectory

  /// Where the spool is.
  public var path: FilePath { directory.path }

  /// Creates the reader of a directory that is known to be the caller's.
  public init(_ directory: consuming TrustedDirectory) {
    self.directory = directory
  }

  /// Looks through the spool and takes out what is no message.
  ///
  /// - Parameters:
  ///   - now: The time from which the age of temporary files is counted.
  ///   - limit: How many messages at most.
  ///   - isPassedOver: Whether the file of a name stays where it is, unopened.
  /// - Returns: The messages, which stay where they are until ``remove(_:)``.
  /// - Throws: ``PlaceError/system(_:_:)`` when the directory cannot be read, or the process has no
  ///   descriptor left to open a file with.
  public func scan(
    now: UnixTime, limit: Int = 256, passingOver isPassedOver: (String) -> Bool = { _ in false }
  ) throws(PlaceError) -> SpoolScan {
    var scan = SpoolScan()
    try forEachName { name throws(PlaceError) in
      if isPassedOver(String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
      {
        return true
      }
      guard scan.entries.count < limit else {
        scan.isPartial = true
        return false
      }
      switch try SpoolFile(name, in: directory, now: now) {
      case .message(let entry): scan.entries.append(entry)
      case .notYet: break
      case .refused(let refusal):
        scan.refusals[refusal, default: 0] += 1
        unlink(name)
      }
      return true
    }
    scan.entries.sort { $0.modified < $1.modified }
    return scan
  }

  /// Removes a message, which is in the inbox by now; it is no error if it is gone.
  ///
  /// - Throws: ``PlaceError/system(_:_:)``. The corresponding C function is `unlinkat`.
  public func remove(_ entry: SpoolEntry) throws(PlaceError) {
    guard unsafe unlinkat(directory.descriptor.rawValue, entry.name, 0) != 0, errno != ENOENT else {
      return
    }
    throw .system(path.appending(entry.name), Errno(rawValue: errno))
  }

  /// Counts what waits in the spool, message or not.
  ///
  /// - Throws: ``PlaceError/system(_:_:)`` when the directory cannot be read.
  public func usage() throws(PlaceError) -> SpoolUsage {
    var usage = SpoolUsage()
    try forEachName { name throws(PlaceError) in
      var status = stat()
      guard
        unsafe fstatat(directory.descriptor.rawValue, name, &status, AT_SYMLINK_NOFOLLOW) == 0
      else { return true }
      usage.count += 1
      usage.byteCount += status.st_size
      usage.countPerSender[status.st_uid, default: 0] += 1
      return true
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

  /// Calls `body` with each name in the directory, as C has it, until it returns `false`.
  private func forEachName(
    _ body: ([CChar]) throws(PlaceError) -> Bool
  ) throws(PlaceError) {
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
      guard try body(name) else { return }
    }
  }

  private func unlink(_ name: [CChar]) {
    // Where neither works, it stays: a directory that is not empty, or a box of root's.
    let descriptor = directory.descriptor.rawValue
    guard unsafe unlinkat(descriptor, name, 0) != 0, errno == EISDIR else { return }
    unsafe _ = unlinkat(descriptor, name, AT_REMOVEDIR)
  }
}
