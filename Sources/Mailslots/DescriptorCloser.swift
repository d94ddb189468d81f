// SPDX-License-Identifier: Apache-2.0

import Glibc
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
  private var waiting: [FileDescriptor] = []
  private var threadCount = 0
  private var idleCount = 0

  private init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe pthread_mutex_init(mutex, nil)
    unsafe isWork = .allocate(capacity: 1)
    unsafe isWork.initialize(to: pthread_cond_t())
    unsafe pthread_cond_init(isWork, nil)
  }

  /// Whether so many wait that no more can be taken: the kernel has to close what comes.
  var isOverwhelmed: Bool { withLock { waiting.count >= DescriptorCloser.waitingLimit } }

  /// Closes a descriptor soon; never waits.
  func close(_ descriptor: FileDescriptor) {
    let needsThread = withLock {
      waiting.append(descriptor)
      unsafe pthread_cond_signal(isWork)
      guard waiting.count > idleCount, threadCount < DescriptorCloser.threadLimit else {
        return false
      }
      threadCount += 1
      return true
    }
    // Without a thread of its own it waits for one that there is.
    if needsThread, PlainThread({ self.run() }) == nil { withLock { threadCount -= 1 } }
  }

  private func run() {
    while true { try? next().close() }
  }

  /// Waits for a descriptor, in the kernel.
  private func next() -> FileDescriptor {
    withLock {
      idleCount += 1
      defer { idleCount -= 1 }
      while true {
        if let descriptor = waiting.popLast() { return descriptor }
        unsafe pthread_cond_wait(isWork, mutex)
      }
    }
  }

  private func withLock<Value>(_ body: () -> Value) -> Value {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe _ = pthread_mutex_unlock(mutex) }
    return body()
  }
}
