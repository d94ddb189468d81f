// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A value that one thread at a time may touch, and whose changes threads can wait for;
/// pthread_cond_timedwait(3).
// `@unchecked Sendable`: The mutex of `guarded` guards all.
@safe package final class Monitor<Value>: @unchecked Sendable {
  private let guarded: Guarded<Value>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  /// Puts a value under guard.
  ///
  /// - Parameter spins: Whether threads try for a moment before they sleep, because the value is
  ///   never touched for long.
  package init(_ value: consuming sending Value, spins: Bool = false) {
    guarded = spins ? Guarded(spinning: value) : Guarded(value)
    unsafe condition = .allocate(capacity: 1)
    unsafe condition.initialize(to: pthread_cond_t())
    var attributes = pthread_condattr_t()
    unsafe pthread_condattr_init(&attributes)
    unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    unsafe pthread_cond_init(condition, &attributes)
    unsafe _ = pthread_condattr_destroy(&attributes)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe condition.deallocate()
  }

  /// Runs `body` while no other thread touches the value.
  package func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
    guarded.withLock(body)
  }

  /// Wakes one thread that waits, if there is one.
  package func wakeOne() { unsafe _ = pthread_cond_signal(condition) }

  /// Wakes all threads that wait.
  package func wakeAll() { unsafe _ = pthread_cond_broadcast(condition) }

  /// Waits until `body` has a result; `nil` at the deadline.
  ///
  /// - Parameter body: Called at once, and again each time another thread has called ``wakeOne()`` or
  ///   ``wakeAll()``. It may change the value.
  package func wait<Result>(
    until deadline: Deadline = .never, _ body: (inout Value) -> Result?
  ) -> Result? {
    guarded.withLock { value in
      var time = deadline.timespec
      while true {
        if let result = body(&value) { return result }
        let status =
          unsafe deadline == .never
          ? pthread_cond_wait(condition, guarded.mutex)
          : pthread_cond_timedwait(condition, guarded.mutex, &time)
        if status == ETIMEDOUT { return body(&value) }
      }
    }
  }
}
