// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc
import SystemPackage

/// The kernel's word on changes of one file: inotify(7).
enum FileWatch {
  /// Runs `body` with a sequence that has one element at the beginning and one after each change.
  ///
  /// A file that is not there does not change.
  ///
  /// - Throws: What `body` throws, and `Errno`.
  static func withChanges(
    of path: FilePath, _ body: (AsyncStream<Void>) async throws -> Void
  ) async throws {
    let descriptor = inotify_init1(CInt(IN_NONBLOCK | IN_CLOEXEC))
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    unsafe inotify_add_watch(descriptor, path.string, UInt32(IN_MODIFY))
    let (changes, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    continuation.yield()
    let source = DispatchSource.makeReadSource(
      fileDescriptor: descriptor, queue: DispatchQueue(label: "messngr.file-watch"))
    source.setEventHandler {
      var events = [UInt8](repeating: 0, count: 4096)
      while unsafe read(descriptor, &events, events.count) > 0 {}
      continuation.yield()
    }
    source.setCancelHandler {
      continuation.finish()
      close(descriptor)
    }
    source.activate()
    defer { source.cancel() }
    try await body(changes)
  }
}
