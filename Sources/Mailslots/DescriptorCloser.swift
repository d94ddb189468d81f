// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization
import SystemPackage
import Threads

/// Closes what strangers have passed, on threads of its own.
///
/// close(2) waits for as long as the one who made the descriptor likes: a file on FUSE until its
/// server has answered a flush, a TCP socket for its `SO_LINGER`. So it happens where nobody waits for
/// it. There is one closer for the process, since a thread that is stuck cannot be ended.
@safe final class DescriptorCloser: @unchecked Sendable {
  // Unchecked: all that changes is touched with the mutex held only.

  /// The closer of this process.
  static let shared = DescriptorCloser()

  /// The most threads: as many closes may be stuck before others wait behind them.
  static let threadLimit = 8

  /// The most descriptors that wait, a share of all that the process may have.
  private static let waitingLimit: Int = {
    var limit = rlimit()
    let all = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
    return all ? Int(min(limit.rlim_cur / 4, 4096)) : 256
  }()

  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let isWork: UnsafeMutablePointer<pthread_cond_t>
  private var waiting: [FileDescriptor] = [] {
    didSet { waitingCount.store(waiting.count, ordering: .relaxed) }
  }

  /// How many wait, for those who ask with each message and need no lock for that.
  private let waitingCount = Atomic<Int>(0)

  private var threadCount = 0
  private var idleCount = 0

  /// Whether a thread is on its way: to wake one for each descriptor takes longer than to close it.
  private var isSummoned = false

  private init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    // Held for so short a time that to sleep meanwhile takes longer.
    var attributes = pthread_mutexattr_t()
    unsafe pthread_mutexattr_init(&attributes)
    unsafe pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_ADAPTIVE_NP))
    unsafe pthread_mutex_init(mutex, &attributes)
    unsafe pthread_mutexattr_destroy(&attributes)
    unsafe isWork = .allocate(capacity: 1)
    unsafe isWork.initialize(to: pthread_cond_t())
    unsafe pthread_cond_init(isWork, nil)
  }

  /// Whether so many wait that no more can be taken: the kernel has to close what comes.
  var isOverwhelmed: Bool {
    waitingCount.load(ordering: .relaxed) >= DescriptorCloser.waitingLimit
  }

  /// Closes a descriptor soon; never waits.
  func close(_ descriptor: FileDescriptor) {
    let needsThread = withLock {
      waiting.append(descriptor)
      return summon()
    }
    if needsThread { startThread() }
  }

  /// Sees to it that some thread looks at what waits, whatever becomes of those that are closing.
  ///
  /// - Returns: Whether the caller has to start one, without the lock.
  private func summon() -> Bool {
    guard !isSummoned, idleCount > 0 || threadCount < DescriptorCloser.threadLimit else {
      return false
    }
    isSummoned = true
    if idleCount > 0 {
      unsafe pthread_cond_signal(isWork)
      return false
    }
    threadCount += 1
    return true
  }

  private func startThread() {
    guard PlainThread({ self.run() }) == nil else { return }
    // Without a thread of its own a descriptor waits for one that there is.
    withLock {
      threadCount -= 1
      isSummoned = false
    }
  }

  private func run() {
    withLock { isSummoned = false }
    while true { try? next().close() }
  }

  /// Waits for a descriptor, in the kernel.
  private func next() -> FileDescriptor {
    let (descriptor, needsThread) = withLock {
      while true {
        if let descriptor = waiting.popLast() {
          // This one may be stuck for ever; what is behind it must not be.
          return (descriptor, waiting.isEmpty ? false : summon())
        }
        idleCount += 1
        unsafe pthread_cond_wait(isWork, mutex)
        idleCount -= 1
        isSummoned = false
      }
    }
    if needsThread { startThread() }
    return descriptor
  }

  private func withLock<Value>(_ body: () -> Value) -> Value {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe _ = pthread_mutex_unlock(mutex) }
    return body()
  }
}
