// SPDX-License-Identifier: Apache-2.0

import CNotify
import LinuxSystem

/// A serial executor that is one thread running one GLib main loop.
///
/// While the thread runs, jobs and GLib's callbacks take turns on it, so that a callback is already where
/// the actor's state lives. Before `start()` and after `stop()` there is no thread, and a job runs on the
/// thread that brings it: nobody who comes late waits for ever.
///
/// The class is Sendable because everything it holds is guarded.
@safe final class GLibExecutor: SerialExecutor {
  @safe private struct State {
    var jobs: [UnownedJob] = []
    var context: OpaquePointer?
    var loop: OpaquePointer?
    var thread: UnsafeMutablePointer<GThread>?
    /// Whether somebody is running the jobs or has been asked to.
    var isServed = false
    /// The thread that runs them, of those that brought one while there was no loop.
    var stranger: OpaquePointer?
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

  /// Ends the loop, lets what was already due happen, and joins the thread.
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
      state.isServed = !state.jobs.isEmpty
      return (state.ended.take(), state.isServed)
    }
    unsafe g_main_loop_unref(loop)
    unsafe g_main_context_unref(context)
    if hasJobs { serveAsStranger() }
    ended?.resume()
  }

  // MARK: - Jobs

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isMine = state.withLock { state in
      state.jobs.append(job)
      guard !state.isServed else { return false }
      state.isServed = true
      guard let context = unsafe state.context else { return true }
      unsafe attachServing(to: context)
      return false
    }
    if isMine { serveAsStranger() }
  }

  /// Runs the jobs that are there, on the loop's thread; GLib's other sources have their turn after it.
  private func serveOnce() {
    let jobs = state.withLock { state in
      defer { state.jobs.removeAll(keepingCapacity: true) }
      state.isServed = false
      return state.jobs
    }
    for job in jobs { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
  }

  /// Runs jobs until none is left or there is a loop for them, on a thread that brought one while
  /// there was no loop.
  private func serveAsStranger() {
    // A job may hold the last reference to its actor, and so to this.
    let itself = unsafe Unmanaged.passRetained(self)
    defer { unsafe itself.release() }
    while let job = nextForStranger() {
      unsafe job.runSynchronously(on: asUnownedSerialExecutor())
    }
  }

  /// The next job for a thread that is not the loop's.
  ///
  /// What is left when a loop has come goes there: GLib would call back to a job of a stranger on a
  /// loop that nobody runs.
  private func nextForStranger() -> UnownedJob? {
    state.withLock { state in
      unsafe state.stranger = nil
      state.isServed = !state.jobs.isEmpty
      guard state.isServed else { return nil }
      if let context = unsafe state.context {
        unsafe attachServing(to: context)
        return nil
      }
      unsafe state.stranger = OpaquePointer(bitPattern: currentThread)
      return state.jobs.removeFirst()
    }
  }

  /// Lets the loop run the jobs.
  private func attachServing(to context: OpaquePointer) {
    // Not g_main_context_invoke: it would run the job inside the one that is running now.
    unsafe attach(to: context, data: Unmanaged.passUnretained(self).toOpaque()) { itself in
      guard let itself = unsafe itself else { return 0 }
      unsafe Unmanaged<GLibExecutor>.fromOpaque(itself).takeUnretainedValue().serveOnce()
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
      return unsafe state.stranger == OpaquePointer(bitPattern: currentThread)
    }
  }

  func checkIsolated() {
    precondition(isIsolatingCurrentContext() == true, "not on the notifier's thread")
  }

  private var currentThread: Int { unsafe Int(bitPattern: g_thread_self()) }
}
