// SPDX-License-Identifier: Apache-2.0

package import Glibc

/// A value that one thread at a time may touch.
///
/// What `Synchronization.Mutex` is, on a pthread mutex: the thread sanitizer does not see how a `Mutex`
/// hands over when two threads meet (Swift 6.3), and reports a race that is none.
///
/// It is Sendable because the value is reached through the mutex only.
@safe package final class Guarded<Value: ~Copyable>: @unchecked Sendable {
  @usableFromInline let mutex: UnsafeMutablePointer<pthread_mutex_t>
  @usableFromInline var value: Value

  /// Puts a value under guard.
  @inlinable package init(_ value: consuming sending Value) {
    self.value = value
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe pthread_mutex_init(mutex, nil)
  }

  deinit {
    unsafe pthread_mutex_destroy(mutex)
    unsafe mutex.deallocate()
  }

  /// Runs `body` while no other thread is in here.
  @inlinable package func withLock<Result: ~Copyable>(
    _ body: (inout Value) throws -> Result
  ) rethrows -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe _ = pthread_mutex_unlock(mutex) }
    return try body(&value)
  }
}
