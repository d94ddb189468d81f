// SPDX-License-Identifier: Apache-2.0

import Accounts
import Dispatch
import LinuxSystem

/// Copies of icon files in a directory that only the owner of the inbox can enter.
///
/// A popup daemon gets the path of a copy. So no other program can replace the file between the agent's
/// check and the daemon's use, and the daemon meets no pipe, no device and no file system that hangs.
final class IconFiles: Sendable {
  private struct State {
    /// Whether a thread is reading a file, or hangs in it.
    var isReading = false
    var next = 0
    var copies: [FilePath] = []
  }

  /// The result of one read, given once.
  private final class Answer: Sendable {
    private let waiting: Guarded<CheckedContinuation<FilePath?, Never>?>

    init(_ waiting: CheckedContinuation<FilePath?, Never>) { self.waiting = Guarded(waiting) }

    /// Gives the answer; a second answer is ignored.
    func give(_ path: FilePath?) {
      waiting.withLock { $0.take() }?.resume(returning: path)
    }
  }

  /// The longest time that reading a file may take: its file system may hang.
  static let timeout = Duration.seconds(1)

  /// The most copies; of more, the oldest is removed.
  static let maximumCount = 32

  private static let queue = DispatchQueue(label: "messngr.icons")

  private let directory: FilePath
  private let owner: UInt32
  private let state = Guarded(State())

  /// Keeps copies in a directory, which the first copy makes and empties.
  ///
  /// - Parameter owner: The user whose files are copied, besides root's.
  init(in directory: FilePath, owner: UInt32) {
    self.directory = directory
    self.owner = owner
  }

  /// Makes a copy of a file.
  ///
  /// - Returns: The copy's path. `nil` when the file is no ``IconImage``, is not a regular file that
  ///   the owner or root owns, or cannot be read in time; and while another read hangs.
  func copy(_ path: FilePath) async -> FilePath? {
    let isFree = state.withLock { state in
      defer { state.isReading = true }
      return !state.isReading
    }
    guard isFree else { return nil }
    return await withCheckedContinuation { waiting in
      let answer = Answer(waiting)
      // A thread of its own: opening a file can hang, and cannot be cancelled.
      let thread = PlainThread { [self] in
        let copy = image(at: path).flatMap { save($0, like: path) }
        state.withLock { $0.isReading = false }
        answer.give(copy)
      }
      guard thread != nil else {
        state.withLock { $0.isReading = false }
        return answer.give(nil)
      }
      let limit = DispatchTimeInterval.milliseconds(Int(IconFiles.timeout / .milliseconds(1)))
      IconFiles.queue.asyncAfter(deadline: .now() + limit) { answer.give(nil) }
    }
  }

  /// Reads an image; the file that is checked is the file that is read.
  private func image(at path: FilePath) -> IconImage? {
    // `pathOnly` opens nothing yet: to open a device can have an effect.
    guard let file = try? FileDescriptor.open(path, .readOnly, options: [.pathOnly, .noFollow])
    else { return nil }
    return try? file.closeAfter { () throws(Errno) -> IconImage? in
      let status = try file.stat()
      guard status.type == .regular, [0, owner].contains(status.userID),
        status.size <= Int64(IconImage.maximumByteCount)
      else { return nil }
      let contents = try FileDescriptor.open(
        FilePath("/proc/self/fd/\(file.rawValue)"), .readOnly, options: [.nonBlocking])
      return try contents.closeAfter { () throws(Errno) in
        IconImage(
          try FileContents.readToEnd(of: contents, limit: IconImage.maximumByteCount + 1))
      }
    }
  }

  private func save(_ image: IconImage, like original: FilePath) -> FilePath? {
    guard
      (try? TrustedDirectory.make(
        directory, ownedBy: owner, permissions: .ownerReadWriteExecute)) != nil
    else { return nil }
    let (number, excess) = state.withLock { state in
      defer { state.next += 1 }
      if state.next == 0 { removeAll() }
      let excess = state.copies.count >= IconFiles.maximumCount ? state.copies.removeFirst() : nil
      return (state.next, excess)
    }
    if let excess { unlink(excess) }
    let ending = original.extension.map { $0.utf8.count <= 4 ? ".\($0)" : "" } ?? ""
    let path = directory.appending("\(number)\(ending)")
    do {
      let file = try FileDescriptor.open(
        path, .writeOnly, options: [.exclusiveCreate, .noFollow],
        permissions: .ownerReadWrite)
      try file.closeAfter { () throws(Errno) in try file.writeAll(image.bytes) }
    } catch {
      unlink(path)
      return nil
    }
    state.withLock { $0.copies.append(path) }
    return path
  }

  /// Removes the copies of an earlier agent.
  private func removeAll() {
    for name in (try? FileSystem.entries(of: directory)) ?? [] { unlink(directory.appending(name)) }
  }

  private func unlink(_ path: FilePath) {
    // A copy that remains is removed at the next start.
    try? FileSystem.remove(path)
  }
}
