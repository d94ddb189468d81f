// SPDX-License-Identifier: Apache-2.0

package import CLinux

/// A value that one thread at a time may touch; pthread_mutex_lock(3).
///
/// It does what `Synchronization.Mutex` does, with a pthread mutex. For a `Mutex` with two waiting threads
/// the thread sanitizer reports a race that does not exist (Swift 6.3).
@safe package final class Guarded<Value: ~Copyable>: @unchecked Sendable {  // `mutex` guards it.
  @usableFromInline let mutex: UnsafeMutablePointer<pthread_mutex_t>
  @usableFromInline var value: Value

  /// Creates a guard for a value.
  @inlinable package init(_ value: consuming sending Value) {
    self.value = value
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe pthread_mutex_init(mutex, nil)
  }

  /// Creates a guard on which a thread tries for a moment before it sleeps: `PTHREAD_MUTEX_ADAPTIVE_NP`.
  ///
  /// For a value that each thread uses for a shorter time than a sleep takes.
  init(spinning value: consuming sending Value) {
    self.value = value
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe clinux_spinning_mutex(mutex)
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
