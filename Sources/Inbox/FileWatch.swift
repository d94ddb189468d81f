// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc
package import SystemPackage

/// A sequence of the changes to a file or in a directory, as the kernel reports them: inotify(7).
package enum FileWatch {
  /// How long to wait for further changes, which then count as one with the first, in microseconds.
  ///
  /// So a process that writes all the time does not cause a reaction to each write.
  private static let settlingTime: UInt32 = 5000

  /// Runs `body` with a sequence that has one element at the beginning and one after each change.
  ///
  /// - Parameters:
  ///   - path: The file or directory to watch. A missing file has no changes; a directory must exist.
  ///   - events: Which events are changes, in the bits of inotify(7), `IN_ONLYDIR` among them.
  ///   - isRelevant: Whether an event of the entry of that name is a change.
  ///   - settling: Runs after a change, before `body` gets its element.
  /// - Throws: What `body` throws, and `Errno`.
  package static func withChanges<Value>(
    of path: FilePath, _ events: UInt32,
    where isRelevant: @escaping @Sendable (String) -> Bool = { _ in true },
    settling: @escaping @Sendable () -> Void = {}, _ body: (AsyncStream<Void>) async throws -> Value
  ) async throws -> Value {
    let queue = try EventQueue(path, events)
    let (changes, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    continuation.yield()
    let source = DispatchSource.makeReadSource(
      fileDescriptor: queue.descriptor.rawValue, queue: DispatchQueue(label: "messngr.watch"))
    source.setEventHandler {
      guard queue.readAll(where: isRelevant) else { return }
      // This thread has no other work.
      usleep(settlingTime)
      _ = queue.readAll(where: isRelevant)
      settling()
      continuation.yield()
    }
    source.setCancelHandler {
      continuation.finish()
      try? queue.descriptor.close()
    }
    source.activate()
    defer { source.cancel() }
    return try await body(changes)
  }

  /// The events of one file or directory; the owner closes the descriptor.
  private struct EventQueue: Sendable {
    /// The descriptor, which never blocks.
    let descriptor: FileDescriptor

    /// Begins to watch.
    ///
    /// The corresponding C functions are `inotify_init1` and `inotify_add_watch`.
    init(_ path: FilePath, _ events: UInt32) throws {
      let number = inotify_init1(CInt(IN_NONBLOCK | IN_CLOEXEC))
      guard number >= 0 else { throw Errno(rawValue: errno) }
      descriptor = FileDescriptor(rawValue: number)
      guard unsafe inotify_add_watch(number, path.string, events) < 0 else { return }
      let error = Errno(rawValue: errno)
      guard error == .noSuchFileOrDirectory, events & UInt32(IN_ONLYDIR) == 0 else {
        try? descriptor.close()
        throw error
      }
    }

    /// Reads all events that have occurred; returns whether one of them is relevant, or some are lost.
    func readAll(where isRelevant: (String) -> Bool) -> Bool {
      var isChanged = false
      var buffer = [UInt8](repeating: 0, count: 16_384)
      while let count = try? unsafe buffer.withUnsafeMutableBytes({
        try unsafe descriptor.read(into: $0)
      }), count > 0 {
        for event in events(in: buffer[..<count]) {
          isChanged = isChanged || event.mask & UInt32(IN_Q_OVERFLOW) != 0 || isRelevant(event.name)
        }
      }
      return isChanged
    }

    /// Splits bytes into events: `wd`, `mask`, `cookie` and `len`, four bytes each, and a name of `len`
    /// bytes that is padded with NULs.
    private func events(in bytes: ArraySlice<UInt8>) -> [(mask: UInt32, name: String)] {
      var rest = bytes
      var events: [(mask: UInt32, name: String)] = []
      func word(_ index: Int) -> UInt32 {
        let start = rest.startIndex + index * 4
        return rest[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
      }
      while rest.count >= 16 {
        let name = rest.dropFirst(16).prefix(Int(word(3)))
        events.append((word(1), String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)))
        rest = rest.dropFirst(16 + name.count)
      }
      return events
    }
  }
}
