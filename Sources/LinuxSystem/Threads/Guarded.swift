// SPDX-License-Identifier: Apache-2.0

import CLinux

/// A value that one thread at a time may touch; pthread_mutex_lock(3).
///
/// It does what `Synchronization.Mutex` does, with a pthread mutex. For a `Mutex` with two waiting threads
/// the thread sanitizer reports a race that does not exist (Swift 6.3).
///
/// Other modules see the body of ``withLock(_:)``, so that the compiler writes it out for their types. A call of
/// the general one takes as long as the lock itself.
@safe @usableFromInline
package final class Guarded<Value: ~Copyable>: @unchecked Sendable {  // `mutex` guards it.
  let mutex: UnsafeMutablePointer<pthread_mutex_t>

  /// The mutex proves that no other access happens, so the program need not check it again.
  @exclusivity(unchecked) @usableFromInline var value: Value

  /// Creates a guard for a value.
  package init(_ value: consuming sending Value) {
    unsafe self.value = value
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe pthread_mutex_init(mutex, nil)
  }

  /// Creates a guard on which a thread tries for a moment before it sleeps: `PTHREAD_MUTEX_ADAPTIVE_NP`.
  ///
  /// For a value that each thread uses for a shorter time than a sleep takes.
  package init(spinning value: consuming sending Value) {
    unsafe self.value = value
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
    lock()
    defer { unlock() }
    return try unsafe body(&value)
  }

  /// Waits until no other thread has the lock.
  @usableFromInline func lock() { unsafe _ = pthread_mutex_lock(mutex) }

  /// Gives the lock back.
  @usableFromInline func unlock() { unsafe _ = pthread_mutex_unlock(mutex) }
}
