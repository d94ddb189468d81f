// SPDX-License-Identifier: Apache-2.0

import Glibc
import Places

/// A place where one thread waits for one value: pthread_cond_timedwait(3).
///
/// `Synchronization` has locks but nothing to wait on.
@safe final class Parker<Value: Sendable>: @unchecked Sendable {
  // Unchecked: `value` is touched only between lock and unlock of `mutex`.
  private var value: Value?
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe condition = .allocate(capacity: 1)
    unsafe pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    unsafe pthread_condattr_init(&attributes)
    unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    unsafe pthread_cond_init(condition, &attributes)
    unsafe _ = pthread_condattr_destroy(&attributes)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// Gives the value to the thread that waits, or will.
  func unpark(_ value: Value) {
    unsafe pthread_mutex_lock(mutex)
    self.value = value
    unsafe pthread_cond_signal(condition)
    unsafe _ = pthread_mutex_unlock(mutex)
  }

  /// Waits for the value; `nil` when there was none before the deadline.
  func park(until deadline: Deadline) -> Value? {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe _ = pthread_mutex_unlock(mutex) }
    var time = deadline.timespec
    while value == nil {
      let result =
        unsafe deadline == .never
        ? pthread_cond_wait(condition, mutex) : pthread_cond_timedwait(condition, mutex, &time)
      if result == ETIMEDOUT { break }
    }
    return value
  }
}
