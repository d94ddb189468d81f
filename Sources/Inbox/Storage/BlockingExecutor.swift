// SPDX-License-Identifier: Apache-2.0

import Dispatch
import LinuxSystem
import Synchronization

/// A thread for work that blocks, one piece after the other, and for the tasks that do little else.
///
/// A task that prefers this executor runs its blocking work on its own thread, and wakes no other one.
package final class BlockingExecutor: TaskExecutor {
  /// A serial queue: for a concurrent one Dispatch keeps threads that it checks each second.
  private let queue: DispatchQueue

  /// The thread that runs a task of this executor; 0 for none.
  private let thread = Atomic<UInt>(0)

  /// Creates an executor.
  ///
  /// - Parameter label: The name of its queue, for a debugger.
  package init(label: String) { queue = DispatchQueue(label: label) }

  /// Runs `body` on the thread.
  ///
  /// - Throws: What `body` throws.
  package func run<Value: Sendable, Failure>(
    _ body: @escaping @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    // A task of this executor is on the thread already.
    if thread.load(ordering: .relaxed) == PlainThread.currentNumber { return try body() }
    return try await withCheckedContinuation { waiting in
      queue.async {
        let result: Result<Value, Failure>
        do throws(Failure) { result = .success(try body()) } catch { result = .failure(error) }
        waiting.resume(returning: result)
      }
    }.get()
  }

  /// Takes a job for the thread.
  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { [self] in
      thread.store(PlainThread.currentNumber, ordering: .relaxed)
      unsafe job.runSynchronously(on: asUnownedTaskExecutor())
      thread.store(0, ordering: .relaxed)
    }
  }
}
