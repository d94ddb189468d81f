// SPDX-License-Identifier: Apache-2.0

#if !hasFeature(Embedded)
  /// The tasks of this process that wait for descriptors.
  ///
  /// One thread sleeps in poll(2) for all of them. It starts with the first task that waits, and ends with the
  /// last, so it never wakes up without a reason.
  package final class DescriptorWaits: Sendable {
    /// The waits of this process.
    package static let shared = DescriptorWaits()

    /// What ends a wait.
    package enum Ending: Equatable, Sendable {
      /// The descriptor is ready, or has an error.
      case happened

      /// The deadline has come.
      case deadline

      /// The task was cancelled.
      case cancelled

      /// The system has no descriptor or no thread left for the wait.
      case failed(Errno)
    }

    private struct Wait {
      let id: UInt64
      let descriptor: FileDescriptor
      let events: PollEntry.Events
      let deadline: Deadline
      let continuation: CheckedContinuation<Ending, Never>
    }

    private struct State {
      var waits: [Wait] = []
      var nextID: UInt64 = 0
      var isRunning = false
    }

    private let state = Guarded(State())

    /// Wakes the thread for a new wait; `nil` when the process had no descriptor left at its first wait.
    private let news: EventCounter?
    private let newsDescriptor: FileDescriptor?

    private init() {
      do throws(Errno) {
        let news = try EventCounter()
        newsDescriptor = news.descriptor
        self.news = consume news
      } catch {
        newsDescriptor = nil
        news = nil
      }
    }

    /// Waits in a task until something can be read from, or written to, a descriptor.
    ///
    /// The descriptor must stay open until this returns.
    package func wait(
      for events: PollEntry.Events, on descriptor: FileDescriptor, until deadline: Deadline
    ) async -> Ending {
      let id = state.withLock { state in
        state.nextID += 1
        return state.nextID
      }
      return await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          add(
            Wait(
              id: id, descriptor: descriptor, events: events, deadline: deadline,
              continuation: continuation))
          // A cancellation that came before found no wait.
          if Task.isCancelled { end(id, .cancelled) }
        }
      } onCancel: {
        end(id, .cancelled)
      }
    }

    private func add(_ wait: Wait) {
      guard newsDescriptor != nil else {
        wait.continuation.resume(returning: .failed(.tooManyOpenFiles))
        return
      }
      let starts = state.withLock { state in
        state.waits.append(wait)
        defer { state.isRunning = true }
        return !state.isRunning
      }
      guard starts else {
        news?.signal()
        return
      }
      guard PlainThread({ self.run() }) == nil else { return }
      let abandoned = state.withLock { state in
        defer { state = State(nextID: state.nextID) }
        return state.waits
      }
      for wait in abandoned { wait.continuation.resume(returning: .failed(.noMemory)) }
    }

    private func end(_ id: UInt64, _ ending: Ending, wakes: Bool = true) {
      let wait = state.withLock { state in
        state.waits.firstIndex { $0.id == id }.map { state.waits.remove(at: $0) }
      }
      guard let wait else { return }
      // The thread must not look at the descriptor again: its owner may close it now.
      if wakes { news?.signal() }
      wait.continuation.resume(returning: ending)
    }

    private func run() {
      while let waits = next() {
        var entries = [PollEntry(newsDescriptor)]
        for wait in waits { entries.append(PollEntry(wait.descriptor, wait.events)) }
        let deadline = waits.reduce(Deadline.never) { min($0, $1.deadline) }
        // A signal ends the wait early; the list is made anew then.
        guard (try? PollEntry.wait(for: &entries, until: deadline)) != nil else { continue }
        if entries[0].isReady { news?.clear() }
        for (wait, entry) in zip(waits, entries.dropFirst()) {
          if entry.isReady {
            end(wait.id, .happened, wakes: false)
          } else if wait.deadline.hasPassed {
            end(wait.id, .deadline, wakes: false)
          }
        }
      }
    }

    /// The waits to sleep for; `nil` when the thread has to end.
    private func next() -> [Wait]? {
      state.withLock { state in
        state.isRunning = !state.waits.isEmpty
        return state.isRunning ? state.waits : nil
      }
    }
  }
#endif
