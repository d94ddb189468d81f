// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

extension MailslotReader {
  /// Waits for the next message in a task, as long as the mailslot's read timeout says.
  ///
  /// Nothing blocks and nothing wakes up while it waits.
  ///
  /// - Returns: The message; `nil` when none came in time, or the reader is closed.
  /// - Throws: ``MailslotError/aborted`` when the task is cancelled. No message is lost by that.
  public func next() async throws(MailslotError) -> MailslotMessage? {
    try await next(ReadRequest(), until: .after(readTimeout()))?.first
  }

  /// Waits for the next message in a task, that long; `nil` for ever.
  ///
  /// - Returns: As ``next()``.
  /// - Throws: As ``next()``.
  public func next(timeout: Duration?) async throws(MailslotError) -> MailslotMessage? {
    try await next(ReadRequest(), until: .after(timeout))?.first
  }

  /// Waits for a message in a task, for ever, and takes with it what else is there.
  ///
  /// - Parameter limit: How many messages to take at most; 1 or more.
  /// - Returns: One to `limit` messages in their order; `nil` when the reader is closed.
  /// - Throws: ``MailslotError/aborted`` when the task is cancelled. No message is lost by that.
  public func nextBatch(limit: Int) async throws(MailslotError) -> [MailslotMessage]? {
    try await next(ReadRequest(limit: max(1, limit)), until: .never)
  }

  private func next(
    _ request: ReadRequest, until deadline: Deadline
  ) async throws(MailslotError) -> [MailslotMessage]? {
    if Task.isCancelled { throw .aborted }
    var outcome = intake.read(request)
    if outcome == nil { outcome = await intake.wait(request, until: deadline) }
    switch outcome {
    case .success(let messages): return messages
    case .failure(.timedOut), .failure(.closed), nil: return nil
    case .failure(let error): throw error
    }
  }
}
