// SPDX-License-Identifier: Apache-2.0

package import Glibc

/// A value that one thread at a time may touch; pthread_mutex_lock(3).
///
/// What `Synchronization.Mutex` is, on a pthread mutex: the thread sanitizer does not see how a `Mutex`
/// changes hands when two threads meet (Swift 6.3), and reports a race that does not exist.
// `@unchecked Sendable`: The mutex guards `value`.
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

  /// Puts a value under guard of a mutex that tries for a moment before it sleeps:
  /// `PTHREAD_MUTEX_ADAPTIVE_NP`.
  ///
  /// For a mutex that is held for so short a time that sleeping takes longer.
  init(spinning value: consuming sending Value) {
    self.value = value
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    var attributes = pthread_mutexattr_t()
    unsafe pthread_mutexattr_init(&attributes)
    unsafe pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_ADAPTIVE_NP))
    unsafe pthread_mutex_init(mutex, &attributes)
    unsafe pthread_mutexattr_destroy(&attributes)
  }

  deinit {
    unsafe pthread_mutex_destroy(mutex)
    unsafe mutex.deallocate()
  }

  /// Runs `body` while no other thread touches the value.
  @inlinable package func withLock<Result: ~Copyable, Failure>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe _ = pthread_mutex_unlock(mutex) }
    return try body(&value)
  }
}
