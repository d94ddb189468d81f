// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The threads that a program's tasks run on.
///
/// Swift's own are Dispatch's, and once these have run a single task, Dispatch wakes the process each
/// second for ever, to see whether they need help: measured with Swift 6.3 on Linux. Here everybody
/// sleeps until there is something to do; and there are several threads on the smallest machine, so
/// that one which a terminal or a disk holds up does not hold up the others.
@safe package final class Workers: TaskExecutor, @unchecked Sendable {
  // Unchecked: all that changes is touched with the mutex held only.

  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let isWork: UnsafeMutablePointer<pthread_cond_t>
  private var jobs: [UnownedJob] = []
  private var isOver = false

  @TaskLocal private static var running: Workers?

  /// For a task that prefers another executor, and has something to do that does not belong there: the
  /// threads of the ``run(_:)`` that it is part of, or Swift's own.
  package static var current: any TaskExecutor { running ?? globalConcurrentExecutor }

  /// How many threads there are beside the one that waits for the end.
  private static let count = 3

  private init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe pthread_mutex_init(mutex, nil)
    unsafe isWork = .allocate(capacity: 1)
    unsafe isWork.initialize(to: pthread_cond_t())
    unsafe pthread_cond_init(isWork, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(isWork)
    unsafe isWork.deallocate()
    unsafe pthread_mutex_destroy(mutex)
    unsafe mutex.deallocate()
  }

  /// Runs `body` and all tasks in it on threads of their own and on this one, to its end.
  ///
  /// - Throws: What `body` throws.
  package static func run<Failure>(
    _ body: @escaping @Sendable () async -> Result<Void, Failure>
  ) throws(Failure) {
    let workers = Workers()
    let end = Guarded<Result<Void, Failure>>(.success(()))
    for _ in 0..<Workers.count { _ = PlainThread { workers.work() } }
    // The first task cannot be the child of another one.
    Task(executorPreference: workers) {
      let result = await $running.withValue(workers, operation: body)
      end.withLock { $0 = result }
      workers.end()
    }
    workers.work()
    try end.withLock(\.self).get()
  }

  /// Takes a job for one of the threads.
  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    unsafe pthread_mutex_lock(mutex)
    jobs.append(job)
    unsafe pthread_cond_signal(isWork)
    unsafe pthread_mutex_unlock(mutex)
  }

  private func work() {
    while let job = next() { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
  }

  private func next() -> UnownedJob? {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe _ = pthread_mutex_unlock(mutex) }
    while jobs.isEmpty, !isOver { unsafe pthread_cond_wait(isWork, mutex) }
    return jobs.isEmpty ? nil : jobs.removeFirst()
  }

  private func end() {
    unsafe pthread_mutex_lock(mutex)
    isOver = true
    unsafe pthread_cond_broadcast(isWork)
    unsafe pthread_mutex_unlock(mutex)
  }
}
