// SPDX-License-Identifier: Apache-2.0

import Dispatch
package import LinuxSystem

/// A sequence of the changes to a file or in a directory.
package enum FileWatch {
  /// How long to wait for further changes, which then count as one with the first, in milliseconds.
  ///
  /// So a process that writes all the time does not cause a reaction to each write.
  private static let settlingTime: Int32 = 5

  /// Runs `body` with a sequence that has one element at the beginning and one after each change.
  ///
  /// - Parameters:
  ///   - path: The file or directory to watch. A missing file has no changes; a directory must exist.
  ///   - changes: Which events are changes.
  ///   - isDirectory: Whether `path` must be a directory.
  ///   - isRelevant: Whether an event of the entry of that name is a change.
  ///   - settling: Runs before `body` gets an element, and waits for a change that is under way.
  /// - Throws: What `body` throws, and `Errno`.
  package static func withChanges<Value>(
    of path: FilePath, for changes: Inotify.Changes, isDirectory: Bool = false,
    where isRelevant: @escaping @Sendable (String) -> Bool = { _ in true },
    settling: @escaping @Sendable () -> Void = {}, _ body: (AsyncStream<Void>) async throws -> Value
  ) async throws -> Value {
    let events = Events(try Inotify())
    do throws(Errno) {
      try events.source.watch(path, for: changes, isDirectory: isDirectory)
    } catch .noSuchFileOrDirectory where !isDirectory {}
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let queue = DispatchQueue(label: "messngr.watch")
    // A change that began before the watch has no event of its own.
    queue.async {
      settling()
      continuation.yield()
    }
    let source = DispatchSource.makeReadSource(
      fileDescriptor: events.source.descriptor.rawValue, queue: queue)
    source.setEventHandler {
      guard events.takeAll(where: isRelevant) else { return }
      // This thread has no other work.
      PlainThread.sleep(milliseconds: settlingTime)
      _ = events.takeAll(where: isRelevant)
      settling()
      continuation.yield()
    }
    // The handler keeps the descriptor open until Dispatch no longer uses it.
    source.setCancelHandler { withExtendedLifetime(events) { continuation.finish() } }
    source.activate()
    defer { source.cancel() }
    return try await body(stream)
  }

  /// The events, shared by the handlers of Dispatch.
  private final class Events: Sendable {
    let source: Inotify

    init(_ source: consuming Inotify) { self.source = source }

    /// Takes all events that have occurred; returns whether one of them is relevant, or some are lost.
    func takeAll(where isRelevant: (String) -> Bool) -> Bool {
      var isChanged = false
      while case let events = source.takeEvents(), !events.isEmpty {
        isChanged = isChanged || events.contains { $0.isOverflow || isRelevant($0.name) }
      }
      return isChanged
    }
  }
}
