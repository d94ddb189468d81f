// SPDX-License-Identifier: Apache-2.0

#if !hasFeature(Embedded)
  /// The threads that a program's tasks run on.
  ///
  /// By default Swift runs tasks on threads of Dispatch. After the first task, Dispatch wakes the process
  /// each second for ever: measured with Swift 6.3 on Linux. These threads sleep until a task is ready to
  /// run. Their number does not depend on the machine: when a terminal or a disk blocks one thread, the
  /// others go on.
  package final class Workers: TaskExecutor {
    private struct Queue {
      var jobs: [UnownedJob] = []
      var isOver = false
    }

    private let queue = Monitor(Queue())

    @TaskLocal private static var running: Workers?

    /// The threads of the ``run(_:)`` that the current task is part of, or Swift's own threads.
    ///
    /// For a task that prefers another executor, and has work that must not run there.
    package static var current: any TaskExecutor { running ?? globalConcurrentExecutor }

    /// How many threads run tasks, besides the one that called ``run(_:)``.
    private static let count = 3

    private init() {}

    /// Runs `body` and all tasks in it on threads of their own and on this one, to its end.
    ///
    /// - Throws: What `body` throws.
    package static func run<Failure>(
      _ body: @escaping @Sendable () async -> Result<Void, Failure>
    ) throws(Failure) {
      silenceDispatch()
      let workers = Workers()
      let end = Guarded<Result<Void, Failure>>(.success(()))
      for _ in 0..<Workers.count { _ = PlainThread { workers.work() } }
      Task(executorPreference: workers) {  // The first task has no parent.
        let result = await $running.withValue(workers, operation: body)
        end.withLock { $0 = result }
        workers.end()
      }
      workers.work()
      try end.withLock(\.self).get()
    }

    /// Keeps Dispatch from writing to the log at each start.
    ///
    /// Its first thread asks for a priority that only root may have (`setpriority` to -4, measured with Swift
    /// 6.3), and Dispatch logs that this failed, although it works as well. `LIBDISPATCH_LOG` in the
    /// environment of the program wins. ``run(_:)`` does this, too.
    package static func silenceDispatch() {
      let name = "LIBDISPATCH_LOG"
      if Environment.variable(name) == nil { Environment.setVariable(name, to: "NO") }
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

    /// Waits for a job; `nil` when ``run(_:)`` has ended.
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
#endif
