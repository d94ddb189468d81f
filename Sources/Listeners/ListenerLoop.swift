// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

/// The one thread on which all listeners do what they do.
public struct ListenerLoop: Sendable {
  private let group: MultiThreadedEventLoopGroup

  let loop: any EventLoop

  private init(_ group: MultiThreadedEventLoopGroup) {
    self.group = group
    loop = group.next()
  }

  /// Returns when the time has gone by, or the task is cancelled.
  ///
  /// A timer of the thread that there is anyway: `Task.sleep` wakes a process every second.
  public func pause(for time: Duration) async {
    await loop.pause(for: time)
  }

  /// Runs `body` with a thread that ends behind it.
  public static func with<Value: Sendable>(
    _ body: (ListenerLoop) async throws -> Value
  ) async throws -> Value {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    do {
      let value = try await body(ListenerLoop(group))
      try await group.shutdownGracefully()
      return value
    } catch {
      try? await group.shutdownGracefully()
      throw error
    }
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
