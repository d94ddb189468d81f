// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc
import Places
import Synchronization
package import SystemPackage
import Threads

/// Closes the descriptors that strangers passed, on threads that serve no one else.
///
/// close(2) can wait for as long as the stranger likes: a TCP socket for its `SO_LINGER`, also one that
/// lies unread in a Unix socket, and a file on FUSE until its server has answered a flush. A signal
/// ends the first kind of wait. So a thread that closes for too long gets one as soon as other
/// descriptors have to wait for it. The second kind ends with the file server only. Such a thread is
/// lost until then, and there are ``threadLimit`` of them.
///
/// There is one closer for the process.
@safe package final class DescriptorCloser: @unchecked Sendable {
  // Unchecked: all that changes is touched with the mutex held only.

  /// The closer of this process.
  package static let shared = DescriptorCloser()

  /// The most threads: as many closes may wait at the same time.
  static let threadLimit = 64

  /// How many threads without work stay for the next descriptor.
  private static let idleLimit = 2

  /// How many descriptors wait at most for a closer that is in no hurry.
  private static let lazyLimit = 16

  /// How long a close may take before a signal ends its waiting.
  private static let patience = Duration.milliseconds(10)

  /// The most descriptors that wait, a quarter of all that the process may have.
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

  /// The threads that close something, and those in ``interruptible(_:)``, since when.
  private var busy: [pthread_t: Deadline] = [:]
  private var guestCount = 0

  /// Whether a thread is on its way: to wake one for each descriptor takes longer than to close it.
  private var isSummoned = false

  /// Whether the thread that interrupts the others is there.
  private var isWatched = false

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
    clinux_catch_sigurg()
  }

  /// Whether so many descriptors wait that no more can be taken: the kernel has to close what comes.
  var isExhausted: Bool {
    waitingCount.load(ordering: .relaxed) >= DescriptorCloser.waitingLimit
  }

  /// Closes a descriptor soon; never waits.
  package func close(_ descriptor: FileDescriptor) {
    add(descriptor, isUrgent: true)
  }

  /// Closes a descriptor some time, at the latest when the process ends; never waits.
  ///
  /// A program that ends soon starts no thread for that.
  package func closeEventually(_ descriptor: FileDescriptor) {
    add(descriptor, isUrgent: false)
  }

  private func add(_ descriptor: FileDescriptor, isUrgent: Bool) {
    let needsThread = withLock {
      waiting.append(descriptor)
      return isUrgent || waiting.count > DescriptorCloser.lazyLimit ? summon() : false
    }
    if needsThread { startThread() }
  }

  /// Runs a call in which the kernel may close a stranger's descriptor, and ends its waiting as it
  /// ends that of a close.
  func interruptible<Value>(_ call: () -> Value) -> Value {
    let own = pthread_self()
    withLock {
      busy[own] = .now
      guestCount += 1
      watch()
    }
    clinux_admit_sigurg(true)
    defer {
      clinux_admit_sigurg(false)
      withLock {
        busy[own] = nil
        guestCount -= 1
      }
    }
    return call()
  }

  /// Sees to it that some thread looks at what waits, whatever becomes of those that are closing.
  ///
  /// - Returns: Whether the caller has to start one, without the lock.
  private func summon() -> Bool {
    guard !isSummoned else { return false }
    guard idleCount > 0 || threadCount < DescriptorCloser.threadLimit else {
      watch()
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
      watch()
    }
  }

  private func run() {
    clinux_admit_sigurg(true)
    withLock { isSummoned = false }
    while let descriptor = next() { try? descriptor.close() }
  }

  /// Waits for a descriptor, in the kernel; `nil` when there are enough threads that do.
  private func next() -> FileDescriptor? {
    let (descriptor, needsThread) = withLock {
      busy[pthread_self()] = nil
      while true {
        if let descriptor = waiting.popLast() {
          busy[pthread_self()] = .now
          // This one may be stuck for ever; what is behind it must not be.
          return (FileDescriptor?.some(descriptor), waiting.isEmpty ? false : summon())
        }
        guard idleCount < DescriptorCloser.idleLimit else {
          threadCount -= 1
          return (nil, false)
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

  // MARK: Interrupting

  /// Starts the thread that interrupts the others, unless it is there; the caller has the lock.
  private func watch() {
    guard !isWatched else { return }
    isWatched = PlainThread { self.interruptLateThreads() } != nil
  }

  /// Interrupts the threads that are late, as long as anything waits for them.
  private func interruptLateThreads() {
    var pause: Int32 = 5
    var before = 0
    while let count = countWaitingForBusy() {
      // What no signal helps is looked at less and less often.
      pause = count < before ? 5 : min(pause * 2, 500)
      before = count
      // Time alone makes a thread late: there is no event to wait for.
      _ = poll(nil, 0, pause)
      withLock {
        for (thread, since) in busy where since.isOlder(than: DescriptorCloser.patience) {
          // It cannot have ended: it leaves `busy` before that, with the lock.
          pthread_kill(thread, SIGURG)
        }
      }
    }
  }

  /// How many descriptors and calls wait for busy threads; `nil` when there are none.
  private func countWaitingForBusy() -> Int? {
    withLock {
      let count = busy.isEmpty ? 0 : waiting.count + guestCount
      isWatched = count > 0
      return isWatched ? count : nil
    }
  }

  private func withLock<Value>(_ body: () -> Value) -> Value {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe _ = pthread_mutex_unlock(mutex) }
    return body()
  }
}
