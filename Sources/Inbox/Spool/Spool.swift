// SPDX-License-Identifier: Apache-2.0

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
  /// - Parameters:
  ///   - directory: The spool.
  ///   - owner: The recipient that messages must name: the caller.
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
  /// - Throws: `DirectoryTrustError.system` when the directory cannot be read, or the process has no
  ///   descriptor left to open a file with.
  public func scan(
    now: UnixTime, limit: Int = 256, passingOver isPassedOver: (String) -> Bool = { _ in false }
  ) throws(DirectoryTrustError) -> Scan {
    var pass = SpoolPass(for: owner, now: now, limit: limit)
    var failure: DirectoryTrustError?
    do throws(Errno) {
      try directory.descriptor.forEachEntry { name in
        do throws(DirectoryTrustError) {
          try pass.look(at: name, in: directory, passingOver: isPassedOver)
          return true
        } catch {
          failure = error
          return false
        }
      }
    } catch {
      throw .system(path, error)
    }
    if let failure { throw failure }
    return pass.finish()
  }

  /// How many messages wait, by the names of the files: no file is opened or removed.
  ///
  /// - Throws: `DirectoryTrustError.system` when the directory cannot be read. The corresponding C
  ///   function is `getdents64`.
  public func messageCount() throws(DirectoryTrustError) -> Int {
    var count = 0
    do throws(Errno) {
      try directory.descriptor.forEachEntry { name in
        if case .message = SpoolEntry.NameKind(name) { count += 1 }
        return true
      }
    } catch {
      throw .system(path, error)
    }
    return count
  }

  /// Removes a message that is in the inbox now; it is not an error if the file is gone.
  ///
  /// - Throws: `DirectoryTrustError.system`. The corresponding C function is `unlinkat`.
  public func remove(_ entry: SpoolEntry) throws(DirectoryTrustError) {
    do throws(Errno) {
      try directory.descriptor.remove(FileName(entry.name))
    } catch {
      if error != .noSuchFileOrDirectory { throw .system(path.appending(entry.name), error) }
    }
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
}
