// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc
import Synchronization

/// The thread on which SQLite works for tasks, and tasks that store what they read.
///
/// One that does little else need not wake another thread for it.
final class InboxExecutor: TaskExecutor {
  /// One after the other: for several at once Dispatch keeps threads that it looks after each second.
  let queue = DispatchQueue(label: "messngr.inbox")

  /// The thread that runs a task here, 0 for none.
  private let thread = Atomic<UInt>(0)

  /// Whether the caller is a task that runs here.
  var isCurrent: Bool { thread.load(ordering: .relaxed) == pthread_self() }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { [self] in
      thread.store(pthread_self(), ordering: .relaxed)
      unsafe job.runSynchronously(on: asUnownedTaskExecutor())
      thread.store(0, ordering: .relaxed)
    }
  }
}
