// SPDX-License-Identifier: Apache-2.0

import CNotify
import Dispatch
import LinuxSystem

/// Ends one operation on the bus when its time is up.
///
/// It cancels a GLib call. A call of libnotify blocks its thread for up to 25 s and takes no cancellable and
/// no timeout: the watchdog ends it by closing the connection from another thread.
final class Watchdog: Sendable {
  private struct State {
    var isOver = false
    var hasFired = false
    var blocked: BusConnection?
  }

  private let cancellation = unsafe GObjectReference(
    adopting: UnsafeMutableRawPointer(g_cancellable_new()))
  private let state = Guarded(State())

  private static let queue = DispatchQueue(label: "messngr.watchdog")

  private init() {}

  /// The argument for GLib's calls; valid while the watchdog lives.
  @unsafe var cancellable: UnsafeMutablePointer<GCancellable> {
    unsafe cancellation.pointer(to: GCancellable.self)
  }

  /// Whether it has ended the operation.
  var hasFired: Bool { state.withLock(\.hasFired) }

  /// Runs an operation, and ends it after `limit`, or at once when the task is cancelled.
  static func guarding<Value: Sendable>(
    _ limit: Duration, isolation: isolated (any Actor)? = #isolation,
    _ operation: (Watchdog) async -> Value
  ) async -> Value {
    let watchdog = Watchdog()
    // A timer of Dispatch: the threads behind `Task.sleep` wake the process again and again.
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + .nanoseconds(Int(limit / .nanoseconds(1))))
    timer.setEventHandler { watchdog.fire() }
    timer.activate()
    defer { timer.cancel() }
    return await withTaskCancellationHandler {
      let value = await operation(watchdog)
      watchdog.state.withLock { $0.isOver = true }
      return value
    } onCancel: {
      watchdog.fire()
    }
  }

  /// Runs a function that blocks the thread until a reply comes over the bus; not if time is up already.
  func blocking<Value>(on bus: BusConnection, _ body: () -> Value) -> Value? {
    let isLate = state.withLock { state in
      state.blocked = bus
      return state.hasFired
    }
    defer { state.withLock { $0.blocked = nil } }
    return isLate ? nil : body()
  }

  private func fire() {
    let (isOver, blocked) = state.withLock { state in
      state.hasFired = !state.isOver
      return (state.isOver, state.blocked)
    }
    if isOver { return }
    unsafe g_cancellable_cancel(cancellable)
    blocked?.close()
  }
}
