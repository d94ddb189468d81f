// SPDX-License-Identifier: Apache-2.0

import Dispatch
import LinuxSystem

/// Reports the end of the process that opened a session: its leader.
///
/// logind sends no signal when it begins to close a session, and a session stays in this state while any
/// program of it runs. The leader ends at logout.
final class LeaderWatch: Sendable {
  /// One element when the leader has ended.
  let ends: AsyncStream<Void>

  private let end: AsyncStream<Void>.Continuation
  private let source = Guarded<(any DispatchSourceRead)?>(nil)

  private static let queue = DispatchQueue(label: "messngr.leader")

  /// Creates a watch that watches nothing yet.
  init() {
    (ends, end) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  deinit { source.withLock { $0?.cancel() } }

  /// Begins to watch, if it does not watch yet.
  ///
  /// A process that cannot be opened is not watched: it may have left the session to another one.
  func start(_ processID: Int32) {
    source.withLock { [end] source in
      guard source == nil, let process = try? FileDescriptor.process(processID) else { return }
      let reading = DispatchSource.makeReadSource(
        fileDescriptor: process.rawValue, queue: Self.queue)
      reading.setEventHandler {
        reading.cancel()
        end.yield()
      }
      reading.setCancelHandler { try? process.close() }
      reading.activate()
      source = reading
    }
  }
}
