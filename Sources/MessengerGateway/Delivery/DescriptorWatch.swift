// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Mailslots

/// Waits for many descriptors at once, on one sleeping thread: poll(2).
final class DescriptorWatch: Sendable {
  private struct Entry: Sendable {
    let descriptor: FileDescriptor
    let deadline: Deadline
    let conclude: @Sendable (Bool) -> Void
  }

  private struct State {
    var arrivals: [Entry] = []
    var isOver = false
  }

  private let state = Guarded(State())
  private let thread = Guarded<PlainThread?>(nil)
  private let wakeUps: EventCounter

  /// Starts the thread, which runs until ``stop()``.
  ///
  /// - Throws: `Errno` when the system has no descriptor or thread left.
  init() throws(Errno) {
    wakeUps = try EventCounter()
    let isStarted = thread.withLock { thread in
      thread = PlainThread { [self] in run() }
      return thread != nil
    }
    guard isStarted else { throw Errno.wouldBlock }
  }

  /// Calls `conclude` once, on the thread: with `true` as soon as there is something to read at the
  /// descriptor or its other end is closed, with `false` at the deadline or when the watch stops.
  ///
  /// - Parameters:
  ///   - descriptor: Must stay open until then.
  ///   - conclude: Must return at once.
  func wait(
    for descriptor: FileDescriptor, until deadline: Deadline,
    then conclude: @escaping @Sendable (Bool) -> Void
  ) {
    let entry = Entry(descriptor: descriptor, deadline: deadline, conclude: conclude)
    let isOver = state.withLock { state in
      if !state.isOver { state.arrivals.append(entry) }
      return state.isOver
    }
    if isOver { conclude(false) } else { wakeUps.signal() }
  }

  /// Ends all waits and the thread.
  func stop() {
    state.withLock { $0.isOver = true }
    wakeUps.signal()
    self.thread.withLock { $0.take() }?.join()
  }

  private func run() {
    var entries: [Entry] = []
    while true {
      let isOver = state.withLock { state in
        entries += state.arrivals
        state.arrivals = []
        return state.isOver
      }
      guard !isOver else { return entries.forEach { $0.conclude(false) } }
      let ready = poll(entries)
      let now = Deadline.now
      var rest: [Entry] = []
      for (entry, isReady) in zip(entries, ready) {
        if isReady || entry.deadline <= now { entry.conclude(isReady) } else { rest.append(entry) }
      }
      entries = rest
    }
  }

  /// Sleeps until something happens, and says for each entry whether it is ready.
  private func poll(_ entries: [Entry]) -> [Bool] {
    var requests = ([wakeUps.descriptor] + entries.map { $0.descriptor }).map { PollEntry($0) }
    let deadline = entries.map { $0.deadline }.min() ?? .never
    let count = (try? PollEntry.wait(for: &requests, until: deadline)) ?? 0
    guard count > 0 else { return entries.map { _ in false } }
    if requests[0].isReady { wakeUps.clear() }
    return requests.dropFirst().map { $0.isReady }
  }
}
