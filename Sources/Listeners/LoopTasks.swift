// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// What was begun on an event loop and is done elsewhere: the loop stays until all of it has ended.
///
/// It belongs to that loop.
final class LoopTasks {
  private let loop: any EventLoop
  private var count = 0
  private var end: EventLoopPromise<Void>?

  init(_ loop: any EventLoop) {
    self.loop = loop
  }

  /// Runs `body` as a task, and then `conclude` on the loop, which serves others meanwhile.
  ///
  /// - Parameter body: Must end in a few seconds.
  /// - Returns: `false` when the loop is about to end: nothing more is begun.
  func begin<Value: Sendable>(
    _ body: @escaping @Sendable () async -> Value, then conclude: @escaping (Value) -> Void
  ) -> Bool {
    guard end == nil else { return false }
    count += 1
    loop.makeFutureWithTask(body).assumeIsolated().whenSuccess { value in
      conclude(value)
      self.count -= 1
      if self.count == 0 { self.end?.succeed() }
    }
    return true
  }

  /// Lets nothing more begin, and waits for what has; called once.
  func finish() -> EventLoopFuture<Void> {
    let end = loop.makePromise(of: Void.self)
    self.end = end
    if count == 0 { end.succeed() }
    return end.futureResult
  }
}
