// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc
package import LinuxSystem

/// The kernel's word on what happens to a file, or in a directory: inotify(7).
package enum FileWatch {
  /// How long more changes are waited for, which then are one with the first, in microseconds: nobody
  /// who writes all the time has to make room for a look at each thing he has written.
  private static let lull: UInt32 = 5000

  /// Runs `body` with a sequence that has one element at the beginning and one after each change.
  ///
  /// - Parameters:
  ///   - path: What is watched. A file that is not there does not change; a directory has to be.
  ///   - events: What counts as a change, in the bits of inotify(7), `IN_ONLYDIR` among them.
  ///   - isRelevant: Whether a change to the entry of that name counts.
  ///   - settling: Is called after a change, before `body` hears of it.
  /// - Throws: What `body` throws, and `Errno`.
  package static func withChanges<Value>(
    of path: FilePath, _ events: UInt32,
    where isRelevant: @escaping @Sendable (String) -> Bool = { _ in true },
    settling: @escaping @Sendable () -> Void = {}, _ body: (AsyncStream<Void>) async throws -> Value
  ) async throws -> Value {
    let descriptor = inotify_init1(CInt(IN_NONBLOCK | IN_CLOEXEC))
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    if unsafe inotify_add_watch(descriptor, path.string, events) < 0 {
      let error = Errno(rawValue: errno)
      guard error == .noSuchFileOrDirectory, events & UInt32(IN_ONLYDIR) == 0 else {
        close(descriptor)
        throw error
      }
    }
    let (changes, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    continuation.yield()
    let source = DispatchSource.makeReadSource(
      fileDescriptor: descriptor, queue: DispatchQueue(label: "messngr.watch"))
    source.setEventHandler {
      guard drain(descriptor, isRelevant) else { return }
      // This thread has nothing else to do.
      usleep(lull)
      _ = drain(descriptor, isRelevant)
      settling()
      continuation.yield()
    }
    source.setCancelHandler {
      continuation.finish()
      close(descriptor)
    }
    source.activate()
    defer { source.cancel() }
    return try await body(changes)
  }

  /// Reads all events that are there, and tells whether one of them counts.
  private static func drain(_ descriptor: CInt, _ isRelevant: (String) -> Bool) -> Bool {
    let overflow = UInt32(IN_Q_OVERFLOW)
    var isChanged = false
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      guard count > 0 else { return isChanged }
      for event in events(in: buffer[..<count]) {
        isChanged = isChanged || event.mask & overflow != 0 || isRelevant(event.name)
      }
    }
  }

  /// Splits what was read into events: `wd`, `mask`, `cookie` and `len`, four bytes each, and a name
  /// of `len` bytes that is filled up with NULs.
  private static func events(in bytes: ArraySlice<UInt8>) -> [(mask: UInt32, name: String)] {
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
