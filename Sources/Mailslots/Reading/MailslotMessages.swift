// SPDX-License-Identifier: Apache-2.0

#if !hasFeature(Embedded)
  /// The messages of a mailslot, as they come, until its reader closes; ``MailslotReader/messages``.
  ///
  /// Several loops may run at once: each message goes to one of them.
  public struct MailslotMessages: AsyncSequence, Sendable {
    private let reader: MailslotReader

    /// Creates the sequence of a reader.
    init(of reader: MailslotReader) { self.reader = reader }

    /// Creates the state of a loop.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: reader) }

    /// The state of a loop, which keeps no message.
    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
      fileprivate let reader: MailslotReader

      /// Waits for the next message; `nil` when the reader is closed.
      ///
      /// - Throws: ``MailslotError/timedOut``, ``MailslotError/aborted`` when the task is cancelled.
      public mutating func next() async throws(MailslotError) -> MailslotMessage? {
        try await reader.next()
      }

      /// Waits for the next message on an actor; `nil` when the reader is closed.
      ///
      /// - Throws: As ``next()``.
      public mutating func next(
        isolation actor: isolated (any Actor)?
      ) async throws(MailslotError) -> MailslotMessage? {
        try await reader.next()
      }
    }
  }
#endif
