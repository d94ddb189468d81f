// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import Mailslots

/// Waits for many descriptors at once, on one thread that sleeps meanwhile: poll(2).
final class DescriptorWatch: Sendable {
  private struct Entry: Sendable {
    let descriptor: FileDescriptor
    let deadline: Deadline
    let conclude: @Sendable (Bool) -> Void
  }

  private struct State {
    var arrivals: [Entry] = []
    var isWoken = false
    var isOver = false
  }

  private let state = Guarded(State())
  private let thread = Guarded<PlainThread?>(nil)
  /// A byte in it wakes the thread.
  private let bell: (readEnd: FileDescriptor, writeEnd: FileDescriptor)

  /// Starts the thread, which runs until ``stop()``.
  ///
  /// - Throws: `Errno` when the system has no descriptor or thread left.
  init() throws {
    bell = try FileDescriptor.pipe()
    let isStarted = thread.withLock { thread in
      thread = PlainThread { [self] in run() }
      return thread != nil
    }
    guard isStarted else { throw Errno.wouldBlock }
  }

  deinit {
    try? bell.readEnd.close()
    try? bell.writeEnd.close()
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
      guard !state.isOver else { return true }
      state.arrivals.append(entry)
      wake(&state)
      return false
    }
    if isOver { conclude(false) }
  }

  /// Ends all waits and the thread.
  func stop() {
    state.withLock { state in
      state.isOver = true
      wake(&state)
    }
    self.thread.withLock { $0.take() }?.join()
  }

  private func wake(_ state: inout State) {
    guard !state.isWoken else { return }
    state.isWoken = true
    _ = try? bell.writeEnd.writeAll([0])
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
    var requests = ([bell.readEnd] + entries.map(\.descriptor)).map {
      pollfd(fd: $0.rawValue, events: Int16(POLLIN), revents: 0)
    }
    let deadline = entries.map(\.deadline).min() ?? .never
    let count = unsafe Glibc.poll(&requests, nfds_t(requests.count), deadline.pollTimeout)
    guard count > 0 else { return entries.map { _ in false } }
    if requests[0].revents != 0 {
      state.withLock { state in
        var byte: UInt8 = 0
        unsafe withUnsafeMutableBytes(of: &byte) { buffer in
          unsafe _ = try? bell.readEnd.read(into: buffer)
        }
        state.isWoken = false
      }
    }
    return requests.dropFirst().map { $0.revents != 0 }
  }
}
