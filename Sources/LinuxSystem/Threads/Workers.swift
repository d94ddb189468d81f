// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The threads that a program's tasks run on.
///
/// Swift's own threads are Dispatch's. Once they have run a single task, Dispatch wakes the process each
/// second for ever: measured with Swift 6.3 on Linux. These threads sleep until there is work. There
/// are several even on the smallest machine, so that a terminal or a disk that holds up one of them does
/// not hold up the others.
package final class Workers: TaskExecutor {
  private struct Queue {
    var jobs: [UnownedJob] = []
    var isOver = false
  }

  private let queue = Monitor(Queue())

  @TaskLocal private static var running: Workers?

  /// For a task that prefers another executor, and has something to do that does not belong there: the
  /// threads of the ``run(_:)`` that it is part of, or Swift's own.
  package static var current: any TaskExecutor { running ?? globalConcurrentExecutor }

  /// How many threads there are beside the one that waits for the end.
  private static let count = 3

  private init() {}

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
    queue.withLock { $0.jobs.append(job) }
    queue.wakeOne()
  }

  private func work() {
    while let job = next() { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
  }

  /// Waits for a job; `nil` when all is over.
  private func next() -> UnownedJob? {
    let next: UnownedJob?? = queue.wait { queue in
      if queue.jobs.isEmpty { return queue.isOver ? .some(nil) : nil }
      return .some(queue.jobs.removeFirst())
    }
    return next ?? nil
  }

  private func end() {
    queue.withLock { $0.isOver = true }
    queue.wakeAll()
  }
}
