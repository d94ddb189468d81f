// SPDX-License-Identifier: Apache-2.0

import Dispatch
import LinuxSystem
import Synchronization

/// The thread on which SQLite works for tasks.
///
/// A task that does little else can run on the same thread, so that no call wakes another thread.
final class InboxExecutor: TaskExecutor {
  /// A serial queue: for a concurrent one Dispatch keeps threads that it checks each second.
  let queue = DispatchQueue(label: "messngr.inbox")

  /// The thread that runs a task of this executor; 0 for none.
  private let thread = Atomic<UInt>(0)

  /// Whether the caller is a task of this executor.
  var isCurrent: Bool { thread.load(ordering: .relaxed) == PlainThread.currentNumber }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { [self] in
      thread.store(PlainThread.currentNumber, ordering: .relaxed)
      unsafe job.runSynchronously(on: asUnownedTaskExecutor())
      thread.store(0, ordering: .relaxed)
    }
  }
}
