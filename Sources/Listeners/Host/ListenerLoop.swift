// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

/// The one thread on which all listeners do what they do.
public struct ListenerLoop: Sendable {
  private let group: MultiThreadedEventLoopGroup

  let loop: any EventLoop

  /// What the listeners have taken and is on its way to where it belongs.
  let deliveries: NIOLoopBoundBox<LoopTasks>

  private init(_ group: MultiThreadedEventLoopGroup) {
    self.group = group
    loop = group.next()
    deliveries = .makeBoxSendingValue(LoopTasks(loop), eventLoop: loop)
  }

  /// Ends the thread when what was taken is where it belongs, and its senders have been told.
  private func end() async throws {
    try await loop.flatSubmit { [deliveries] in deliveries.value.finish() }.get()
    try await group.shutdownGracefully()
  }

  /// Returns when the time has gone by, or the task is cancelled.
  ///
  /// A timer of the thread that there is anyway: `Task.sleep` wakes a process every second.
  public func pause(for time: Duration) async {
    await loop.pause(for: time)
  }

  /// Runs `body` with a thread that ends behind it, and behind the last delivery.
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
  /// Returns when the time has gone by, or the task is cancelled.
  func pause(for time: Duration) async {
    let timer = scheduleTask(in: TimeAmount(time)) {}
    await withTaskCancellationHandler {
      // It fails only when it is cancelled, for which nothing is to be done here.
      try? await timer.futureResult.get()
    } onCancel: {
      timer.cancel()
    }
  }
}
