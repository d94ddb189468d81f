// SPDX-License-Identifier: Apache-2.0

import CLinux

/// A value that one thread at a time may touch, and whose changes threads can wait for;
/// pthread_cond_timedwait(3).
@safe package final class Monitor<Value>: @unchecked Sendable {  // `guarded` guards it.
  private let guarded: Guarded<Value>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  /// Creates a monitor for a value.
  ///
  /// - Parameter spins: Whether a thread tries for a moment before it sleeps, because no thread uses the value
  ///   for long.
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

  /// Wakes one of the threads that wait, if any.
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
    unsafe pthread_mutex_lock(guarded.mutex)
    defer { unsafe _ = pthread_mutex_unlock(guarded.mutex) }
    var time = deadline.timespec
    while true {
      // Each call has its own access to the value. One access for the whole loop would let the optimizer
      // assume that no other thread changes the value during the wait.
      if let result = unsafe body(&guarded.value) { return result }
      let status =
        unsafe deadline == .never
        ? pthread_cond_wait(condition, guarded.mutex)
        : pthread_cond_timedwait(condition, guarded.mutex, &time)
      if status == ETIMEDOUT { return unsafe body(&guarded.value) }
    }
  }
}
