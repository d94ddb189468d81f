// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The work that began on an event loop and runs elsewhere: the loop stays until all of it has ended.
///
/// The loop owns it.
final class LoopTasks {
  private let loop: any EventLoop
  private var count = 0
  private var end: EventLoopPromise<Void>?

  init(_ loop: any EventLoop) {
    self.loop = loop
  }

  /// Calls `start`, and `conclude` on the loop when `start` has called back with a value.
  ///
  /// - Parameter start: Must return at once, and call back once, within a few seconds, on any thread.
  /// - Returns: `false` when the loop is about to end, and `start` was not called.
  func begin<Value: Sendable>(
    _ start: (@escaping @Sendable (Value) -> Void) -> Void,
    then conclude: @escaping (Value) -> Void
  ) -> Bool {
    guard end == nil else { return false }
    count += 1
    let finish = NIOLoopBound(
      { (value: Value) in
        conclude(value)
        self.count -= 1
        if self.count == 0 { self.end?.succeed() }
      }, eventLoop: loop)
    start { [loop] value in loop.execute { finish.value(value) } }
    return true
  }

  /// Refuses new work, and waits for the work that has begun; called once.
  func finish() -> EventLoopFuture<Void> {
    let end = loop.makePromise(of: Void.self)
    self.end = end
    if count == 0 { end.succeed() }
    return end.futureResult
  }
}
