// SPDX-License-Identifier: Apache-2.0

#if !hasFeature(Embedded)
  import LinuxSystem

  extension MailslotReader {
    /// The messages, as they come, until the reader closes.
    ///
    /// ```swift
    /// for try await message in reader.messages { … }
    /// ```
    ///
    /// Each wait lasts as long as the mailslot's read timeout says, by default for ever. A timeout throws
    /// ``MailslotError/timedOut``, and the end of the task ``MailslotError/aborted``; the loop can then begin
    /// again, and no message is lost.
    public var messages: MailslotMessages { MailslotMessages(of: self) }

    /// Waits for the next message in a task, as long as the mailslot's read timeout says; `ReadFile`.
    ///
    /// The wait blocks no thread and causes no wake-ups.
    ///
    /// - Returns: The message; `nil` when the reader is closed.
    /// - Throws: ``MailslotError/timedOut``, ``MailslotError/aborted`` when the task is cancelled: the messages
    ///   stay in the mailslot.
    public func next() async throws(MailslotError) -> MailslotMessage? {
      try await next(ReadRequest(), until: .after(readTimeout()))?.first
    }

    /// Waits for the next message in a task; `ReadFile`.
    ///
    /// - Parameter timeout: How long to wait; `nil` for ever. Zero reads a message that waits already.
    /// - Returns: As ``next()``.
    /// - Throws: As ``next()``.
    public func next(timeout: Duration?) async throws(MailslotError) -> MailslotMessage? {
      try await next(ReadRequest(), until: .after(timeout))?.first
    }

    /// Waits for a message in a task, for ever, and takes the other messages that wait with it.
    ///
    /// - Parameter limit: How many messages to take at most; 1 or more.
    /// - Returns: One to `limit` messages in their order; `nil` when the reader is closed.
    /// - Throws: ``MailslotError/aborted`` when the task is cancelled. The messages stay in the mailslot.
    public func nextBatch(limit: Int) async throws(MailslotError) -> [MailslotMessage]? {
      try await next(ReadRequest(limit: max(1, limit)), until: .never)
    }

    private func next(
      _ request: ReadRequest, until deadline: Deadline
    ) async throws(MailslotError) -> [MailslotMessage]? {
      if Task.isCancelled { throw .aborted }
      var outcome = socketDrain.read(request)
      if outcome == nil { outcome = await socketDrain.wait(request, until: deadline) }
      switch outcome {
      case .success(let messages): return messages
      case .failure(.closed), nil: return nil
      case .failure(let error): throw error
      }
    }
  }

  extension SocketDrain {
    /// Waits for a read's messages in this task.
    func wait(_ request: ReadRequest, until deadline: Deadline) async -> Waiter.Outcome {
      let id = nextIdentifier()
      return await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          register(Waiter(id: id, request: request, deadline: deadline, kind: .task(continuation)))
          // A cancellation that came before found no waiter.
          if Task.isCancelled { cancel(id) }
        }
      } onCancel: {
        cancel(id)
      }
    }

    private func cancel(_ id: UInt64) {
      withState { $0.stopWaiting(id) }?.resume(.failure(.aborted))
    }
  }
#endif
