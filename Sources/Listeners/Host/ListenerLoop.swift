// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import NIOCore
import NIOPosix

/// The one thread of all listeners.
public struct ListenerLoop: Sendable {
  private let group: MultiThreadedEventLoopGroup

  let loop: any EventLoop

  /// The deliveries that the listeners have begun.
  let deliveries: NIOLoopBoundBox<LoopTasks>

  private init(_ group: MultiThreadedEventLoopGroup) {
    self.group = group
    loop = group.next()
    deliveries = .makeBoxSendingValue(LoopTasks(loop), eventLoop: loop)
  }

  /// Ends the thread when all deliveries are done and their senders have their answers.
  private func end() async throws {
    try await loop.flatSubmit { [deliveries] in deliveries.value.finish() }.get()
    try await group.shutdownGracefully()
  }

  /// Returns when the time has passed, or the task is cancelled.
  ///
  /// It uses a timer of this thread, because `Task.sleep` wakes a process every second.
  public func pause(for time: Duration) async {
    await loop.pause(for: time)
  }

  /// Runs `body` with a thread that ends after `body` and after the last delivery.
  public static func with<Value: Sendable>(
    _ body: (ListenerLoop) async throws -> Value
  ) async throws -> Value {
    let loop = ListenerLoop(MultiThreadedEventLoopGroup(numberOfThreads: 1))
    let value: Value
    do {
      value = try await body(loop)
    } catch {
      try? await loop.end()
      throw error
    }
    try await loop.end()
    return value
  }
}

extension EventLoop {
  /// Returns when the time has passed, or the task is cancelled.
  func pause(for time: Duration) async {
    let timer = scheduleTask(in: TimeAmount(time)) {}
    await withTaskCancellationHandler {
      // It fails only when it is cancelled, which needs no action.
      try? await timer.futureResult.get()
    } onCancel: {
      timer.cancel()
    }
  }
}

extension TimeAmount {
  /// The same time.
  init(_ duration: Duration) {
    self = .nanoseconds(duration.nanoseconds ?? .max)
  }
}
