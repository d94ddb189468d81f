// SPDX-License-Identifier: Apache-2.0

import CNotify
import LinuxSystem

/// A serial executor that is one thread running one GLib main loop.
///
/// While the thread runs, it runs jobs and GLib's callbacks, so a callback can use the actor's state. Before
/// `start()` and after `stop()` there is no thread, and a job runs on the thread that enqueues it: a late
/// caller does not wait for ever.
///
/// The class is Sendable because everything it holds is guarded.
@safe final class GLibExecutor: SerialExecutor {
  @safe private struct State {
    var jobs: [UnownedJob] = []
    var context: OpaquePointer?
    var loop: OpaquePointer?
    var thread: UnsafeMutablePointer<GThread>?
    /// Whether a thread runs the jobs or is about to.
    var isScheduled = false
    /// The thread that runs jobs while there is no loop.
    var enqueuingThread: OpaquePointer?
    var ended: CheckedContinuation<Void, Never>?
  }

  private let state = Guarded(State())

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    unsafe UnownedSerialExecutor(ordinary: self)
  }

  // MARK: - Life

  /// Starts the thread; `stop()` must follow before another `start()`.
  func start() {
    state.withLock { state in
      let context = unsafe g_main_context_new()
      unsafe state.context = context
      unsafe state.loop = g_main_loop_new(context, 0)
      let itself = unsafe Unmanaged.passRetained(self).toOpaque()
      unsafe state.thread = g_thread_new(
        "notifications",
        { itself in
          guard let itself = unsafe itself else { return nil }
          unsafe Unmanaged<GLibExecutor>.fromOpaque(itself).takeRetainedValue().runLoop()
          return nil
        }, itself)
    }
  }

  /// Runs the jobs and callbacks that are due, ends the loop, and joins the thread.
  func stop() async {
    await withCheckedContinuation { ended in
      state.withLock { state in
        state.ended = ended
        guard let loop = unsafe state.loop else { return }
        unsafe attach(to: state.context, data: UnsafeMutableRawPointer(loop)) { loop in
          unsafe g_main_loop_quit(OpaquePointer(loop))
          return 0
        }
      }
    }
    let thread = unsafe state.withLock { state in
      defer { unsafe state.thread = nil }
      return unsafe state.thread
    }
    unsafe g_thread_join(thread)
  }

  private func runLoop() {
    let (context, loop) = unsafe state.withLock { unsafe ($0.context, $0.loop) }
    unsafe g_main_context_push_thread_default(context)
    unsafe g_main_loop_run(loop)
    while unsafe g_main_context_iteration(context, 0) != 0 {}
    unsafe g_main_context_pop_thread_default(context)
    let (ended, hasJobs) = state.withLock { state in
      unsafe state.context = nil
      unsafe state.loop = nil
      state.isScheduled = !state.jobs.isEmpty
      return (state.ended.take(), state.isScheduled)
    }
    unsafe g_main_loop_unref(loop)
    unsafe g_main_context_unref(context)
    if hasJobs { runJobsWithoutLoop() }
    ended?.resume()
  }

  // MARK: - Jobs

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let runsHere = state.withLock { state in
      state.jobs.append(job)
      guard !state.isScheduled else { return false }
      state.isScheduled = true
      guard let context = unsafe state.context else { return true }
      unsafe attachJobs(to: context)
      return false
    }
    if runsHere { runJobsWithoutLoop() }
  }

  /// Runs the waiting jobs on the loop's thread, and then lets GLib run its other sources.
  private func runJobsOnce() {
    let jobs = state.withLock { state in
      defer { state.jobs.removeAll(keepingCapacity: true) }
      state.isScheduled = false
      return state.jobs
    }
    for job in jobs { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
  }

  /// Runs jobs on the enqueuing thread until none is left or there is a loop for them.
  private func runJobsWithoutLoop() {
    // A job may hold the last reference to its actor, and so to this.
    let itself = unsafe Unmanaged.passRetained(self)
    defer { unsafe itself.release() }
    while let job = nextJobWithoutLoop() {
      unsafe job.runSynchronously(on: asUnownedSerialExecutor())
    }
  }

  /// The next job for an enqueuing thread; `nil` when none is left or there is a loop.
  ///
  /// When a loop has started, it runs the other jobs: on the enqueuing thread GLib would call back on a
  /// context that no thread iterates.
  private func nextJobWithoutLoop() -> UnownedJob? {
    state.withLock { state in
      unsafe state.enqueuingThread = nil
      state.isScheduled = !state.jobs.isEmpty
      guard state.isScheduled else { return nil }
      if let context = unsafe state.context {
        unsafe attachJobs(to: context)
        return nil
      }
      unsafe state.enqueuingThread = OpaquePointer(bitPattern: currentThread)
      return state.jobs.removeFirst()
    }
  }

  /// Lets the loop run the jobs.
  private func attachJobs(to context: OpaquePointer) {
    // Not g_main_context_invoke: it would run the job inside the one that is running now.
    unsafe attach(to: context, data: Unmanaged.passUnretained(self).toOpaque()) { itself in
      guard let itself = unsafe itself else { return 0 }
      unsafe Unmanaged<GLibExecutor>.fromOpaque(itself).takeUnretainedValue().runJobsOnce()
      return 0
    }
  }

  private func attach(
    to context: OpaquePointer?, data: UnsafeMutableRawPointer, _ function: GSourceFunc
  ) {
    let source = unsafe g_idle_source_new()
    unsafe g_source_set_priority(source, G_PRIORITY_DEFAULT)
    unsafe g_source_set_callback(source, function, data, nil)
    unsafe g_source_attach(source, context)
    unsafe g_source_unref(source)
  }

  // MARK: - Isolation

  func isIsolatingCurrentContext() -> Bool? {
    state.withLock { state in
      if let context = unsafe state.context, unsafe g_main_context_is_owner(context) != 0 {
        return true
      }
      return unsafe state.enqueuingThread == OpaquePointer(bitPattern: currentThread)
    }
  }

  func checkIsolated() {
    precondition(isIsolatingCurrentContext() == true, "not on the notifier's thread")
  }

  private var currentThread: Int { unsafe Int(bitPattern: g_thread_self()) }
}
