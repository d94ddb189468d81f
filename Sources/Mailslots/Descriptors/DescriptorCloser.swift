// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
import Synchronization

/// Closes the descriptors that senders passed, on threads of its own.
///
/// The sender decides how long close(2) waits: for the `SO_LINGER` of a TCP socket, also of one that lies
/// unread in a Unix socket, or for a file on FUSE until its server has answered a flush. A signal ends the
/// first kind of wait: a thread that closes for too long gets one when other descriptors have to wait
/// for it. Only the file server ends the second kind. It blocks a thread until then, so ``threadLimit``
/// such descriptors block all threads.
///
/// The process has one closer.
package final class DescriptorCloser: Sendable {
  /// The closer of this process.
  package static let shared = DescriptorCloser()

  /// The most threads: as many closes may wait at the same time.
  static let threadLimit = 64

  /// How many threads without work stay for the next descriptor.
  private static let idleLimit = 2

  /// How many descriptors of ``closeEventually(_:)`` wait before a thread starts for them.
  private static let lazyLimit = 16

  /// How long a close may take before a signal ends its wait.
  private static let closeLimit = Duration.milliseconds(10)

  /// The most descriptors that wait: a quarter of those that the process may have.
  private static let waitingLimit = Limits.openFileCount.map { min($0 / 4, 4096) } ?? 256

  private struct State {
    /// The descriptors that no thread has taken yet.
    var waiting: [FileDescriptor] = []

    var threadCount = 0
    var idleCount = 0

    /// The threads that close a descriptor or run ``interruptible(_:)``, and when each of them began.
    var busy: [(thread: InterruptibleThread, since: Deadline)] = []

    /// How many threads are in ``interruptible(_:)``.
    var callerCount = 0

    /// Whether a thread is about to look at `waiting`, so that no second one has to wake up.
    var isThreadComing = false

    /// Whether the thread that interrupts the others runs.
    var isWatched = false
  }

  /// No thread holds the lock for long, so a thread tries for a moment before it sleeps.
  private let state = Monitor(State(), spins: true)

  /// How many descriptors wait: readers look at this for each message, without the lock.
  private let waitingCount = Atomic<Int>(0)

  private init() { InterruptibleThread.prepareProcess() }

  /// Whether so many descriptors wait that the kernel has to close the next ones.
  var isExhausted: Bool {
    waitingCount.load(ordering: .relaxed) >= DescriptorCloser.waitingLimit
  }

  /// Closes a descriptor soon; never waits.
  package func close(_ descriptor: FileDescriptor) {
    add(descriptor, isUrgent: true)
  }

  /// Closes a descriptor later, at the latest when the process ends; never waits.
  ///
  /// A program that ends soon starts no thread for it.
  package func closeEventually(_ descriptor: FileDescriptor) {
    add(descriptor, isUrgent: false)
  }

  private func add(_ descriptor: FileDescriptor, isUrgent: Bool) {
    let needsThread = change { state in
      state.waiting.append(descriptor)
      return isUrgent || state.waiting.count > DescriptorCloser.lazyLimit ? summon(&state) : false
    }
    if needsThread { startThread() }
  }

  /// Runs a call in which the kernel may close a passed descriptor, and interrupts it like a close.
  func interruptible<Value>(_ call: () -> Value) -> Value {
    let own = InterruptibleThread.current
    change { state in
      state.busy.append((own, .now))
      state.callerCount += 1
      watch(&state)
    }
    InterruptibleThread.admitInterrupts(true)
    defer {
      InterruptibleThread.admitInterrupts(false)
      change { state in
        state.busy.removeAll { $0.thread == own }
        state.callerCount -= 1
      }
    }
    return call()
  }

  /// Wakes a thread for the descriptors that wait, or asks for a new one.
  ///
  /// - Returns: Whether the caller has to start a thread, after it has released the lock.
  private func summon(_ state: inout State) -> Bool {
    guard !state.isThreadComing else { return false }
    guard state.idleCount > 0 || state.threadCount < DescriptorCloser.threadLimit else {
      watch(&state)
      return false
    }
    state.isThreadComing = true
    if state.idleCount > 0 {
      self.state.wakeOne()
      return false
    }
    state.threadCount += 1
    return true
  }

  private func startThread() {
    guard PlainThread({ self.run() }) == nil else { return }
    // The system has no thread left, so the descriptor waits for one that runs.
    change { state in
      state.threadCount -= 1
      state.isThreadComing = false
      watch(&state)
    }
  }

  private func run() {
    InterruptibleThread.admitInterrupts(true)
    change { $0.isThreadComing = false }
    while let descriptor = next() { try? descriptor.close() }
  }

  /// Waits for a descriptor; `nil` when enough other threads do.
  private func next() -> FileDescriptor? {
    let own = InterruptibleThread.current
    var isIdle = false
    let next = state.wait { state -> (descriptor: FileDescriptor?, needsThread: Bool)? in
      state.busy.removeAll { $0.thread == own }
      if isIdle {
        state.idleCount -= 1
        state.isThreadComing = false
      }
      if let descriptor = state.waiting.popLast() {
        waitingCount.store(state.waiting.count, ordering: .relaxed)
        state.busy.append((own, .now))
        // This close may last for ever: another thread has to take the next descriptor.
        return (descriptor, state.waiting.isEmpty ? false : summon(&state))
      }
      guard state.idleCount < DescriptorCloser.idleLimit else {
        state.threadCount -= 1
        return (nil, false)
      }
      state.idleCount += 1
      isIdle = true
      return nil
    }
    if next?.needsThread == true { startThread() }
    return next?.descriptor
  }

  // MARK: Interrupting

  /// Starts the thread that interrupts the others, unless it runs.
  private func watch(_ state: inout State) {
    guard !state.isWatched else { return }
    state.isWatched = PlainThread { self.interruptLateThreads() } != nil
  }

  /// Interrupts the threads that are late, as long as a descriptor or a call waits for them.
  private func interruptLateThreads() {
    var pause: Int32 = 5
    var before = 0
    while let count = countWaitingForBusy() {
      // A signal may have no effect on a thread, so the pauses become longer.
      pause = count < before ? 5 : min(pause * 2, 500)
      before = count
      // No event says that a thread is late.
      PlainThread.sleep(milliseconds: pause)
      change { state in
        for (thread, since) in state.busy where since.isOlder(than: DescriptorCloser.closeLimit) {
          // The thread has not ended: under the lock it leaves `busy` before that.
          thread.interrupt()
        }
      }
    }
  }

  /// How many descriptors and calls wait for busy threads; `nil` when none do.
  private func countWaitingForBusy() -> Int? {
    change { state in
      let count = state.busy.isEmpty ? 0 : state.waiting.count + state.callerCount
      state.isWatched = count > 0
      return state.isWatched ? count : nil
    }
  }

  private func change<Value>(_ body: (inout State) -> Value) -> Value {
    state.withLock { state in
      defer { waitingCount.store(state.waiting.count, ordering: .relaxed) }
      return body(&state)
    }
  }
}
