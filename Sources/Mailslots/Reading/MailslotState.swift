// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem

/// The decisions of a reader, and the data for them, without a socket, a thread or a clock.
struct MailslotState {
  /// What the draining thread waits for.
  struct Plan {
    /// Whether it waits for messages.
    let receives: Bool

    /// When the first task gives up.
    let deadline: Deadline
  }

  /// A wait that is over.
  struct Ending {
    let waiter: Waiter
    let outcome: Waiter.Outcome

    /// Gives the outcome to the thread or the task that waits; the caller holds no lock.
    func resume() { waiter.resume(outcome) }
  }

  /// The most messages that one drain of the socket takes.
  static let batch = 64

  private(set) var queue: MessageQueue
  private(set) var isClosed = false
  private(set) var refusedMessageCount = 0

  /// Whether no more message can come: the kernel then reports the socket as readable for ever.
  var isEnded = false
  var readTimeout: Duration?

  /// Whether other processes read from the same socket.
  ///
  /// Then a drain takes only the messages that reads ask for.
  var isShared: Bool

  private(set) var waiters: [Waiter] = []

  /// Which threads receive.
  var reception = Reception()
  private var isPaused = false
  private var plannedDeadline = Deadline.never
  private let options: MailslotOptions

  init(options: MailslotOptions, exemptUserIDs: [UInt32], isShared: Bool) {
    queue = MessageQueue(quota: options.quota, exemptUserIDs: exemptUserIDs)
    readTimeout = options.readTimeout
    self.options = options
    self.isShared = isShared
  }

  /// How many messages to take from the kernel.
  ///
  /// - Parameter demand: How many the caller's own read takes, besides those of the reads that wait.
  func allowance(demand: Int) -> Int {
    if isClosed || queue.isFull { return 0 }
    guard isShared else { return MailslotState.batch }
    let wanted = waiters.reduce(demand) { $0 &+ min($1.request.limit, MailslotState.batch) }
    return max(0, min(wanted, MailslotState.batch) - queue.count)
  }

  /// Decides whether a message stays in the kernel because it is too long for the next read.
  ///
  /// - Returns: The waits that end because of it; `nil` when the message can be taken.
  mutating func leave(byteCount: Int, demand: Int, _ maximumLength: Int) -> [Ending]? {
    guard queue.count == 0 else { return nil }
    guard let first = waiters.first else {
      return demand > 0 && byteCount > maximumLength ? [] : nil
    }
    let limit = first.request.maximumLength
    guard byteCount > limit else { return nil }
    waiters.removeFirst()
    let outcome = Waiter.Outcome.failure(.bufferTooSmall(byteCount: byteCount, limit: limit))
    return [end(first, outcome)]
  }

  private mutating func end(_ waiter: Waiter, _ outcome: Waiter.Outcome) -> Ending {
    reception.end(waiter.id, outcome)
    return Ending(waiter: waiter, outcome: outcome)
  }

  /// Takes messages over, and ends the waits that get one, the oldest first.
  ///
  /// - Returns: The waits that are over, and the messages that were refused.
  mutating func receive(_ messages: inout [MailslotMessage]) -> (
    ended: [Ending], refused: [MailslotMessage]
  ) {
    var refused: [MailslotMessage] = []
    // Each message moves into the queue, so that no reference to it is counted.
    messages.reverse()
    while let message = messages.popLast() {
      if options.refuses(byteCount: message.bytes.count)
        || queue.refuses(message.credentials.userID)
      {
        refused.append(message)
      } else {
        queue.append(message)
      }
    }
    refusedMessageCount += refused.count
    var ended: [Ending] = []
    while let waiter = waiters.first, let outcome = take(waiter.request) {
      waiters.removeFirst()
      ended.append(end(waiter, outcome))
    }
    return (ended, refused)
  }

  /// Answers a read from the queue; `nil` when it has to wait, also behind an earlier read.
  mutating func read(_ request: ReadRequest) -> Waiter.Outcome? {
    if isClosed { return .failure(.closed) }
    return waiters.isEmpty ? take(request) : nil
  }

  /// Answers a read of one message as ``read(_:)`` does, without an array for it.
  mutating func readNext(maximumLength: Int) -> Result<MailslotMessage, MailslotError>? {
    if isClosed { return .failure(.closed) }
    guard waiters.isEmpty, let size = queue.nextSize else { return nil }
    guard size <= maximumLength else {
      return .failure(.bufferTooSmall(byteCount: size, limit: maximumLength))
    }
    return queue.popFirst().map { .success($0) }
  }

  private mutating func take(_ request: ReadRequest) -> Waiter.Outcome? {
    guard let size = queue.nextSize else { return nil }
    guard size <= request.maximumLength else {
      return .failure(.bufferTooSmall(byteCount: size, limit: request.maximumLength))
    }
    if request.limit == 1, let message = queue.popFirst() { return .success([message]) }
    return .success(queue.popFirst(request.limit))
  }

  /// Lets a read wait.
  ///
  /// - Returns: Whether the draining thread needs a new plan.
  mutating func wait(_ waiter: Waiter) -> Bool {
    waiters.append(waiter)
    if isShared || reception.isUnattended { return true }
    return waiter.isTask && waiter.deadline < plannedDeadline
  }

  /// Lets a thread receive its message by itself, if no other read waits.
  ///
  /// - Returns: Whether the draining thread needs a new plan; `nil` when the read has to wait in another way.
  mutating func receive(_ waiter: Waiter) -> Bool? {
    guard waiters.isEmpty, !isShared, !isEnded, !isClosed, queue.count == 0 else { return nil }
    waiters.append(waiter)
    return reception.begin(waiter.id)
  }

  /// Ends ``receive(_:)``.
  ///
  /// - Returns: Whether the draining thread needs a new plan.
  mutating func stopReceiving(at now: Deadline) -> Bool {
    reception.stop(at: now) || !waiters.isEmpty
  }

  /// Removes a waiter; `nil` when its wait is over already.
  mutating func stopWaiting(_ id: UInt64) -> Waiter? {
    waiters.firstIndex { $0.id == id }.map { waiters.remove(at: $0) }
  }

  /// Ends the waits of tasks whose deadline has passed.
  mutating func expire(at now: Deadline) -> [Ending] {
    let isOver: (Waiter) -> Bool = { $0.isTask && $0.deadline <= now }
    let ended = waiters.filter(isOver).map { Ending(waiter: $0, outcome: .failure(.timedOut)) }
    waiters.removeAll(where: isOver)
    return ended
  }

  /// Drops all messages that wait.
  ///
  /// - Returns: How many it dropped.
  mutating func purge() -> Int {
    defer { queue.removeAll() }
    return queue.count
  }

  /// Whether the draining thread has paused, and the queue has room again.
  mutating func resumes() -> Bool {
    guard isPaused, queue.hasRoom else { return false }
    isPaused = false
    return true
  }

  /// What the draining thread waits for; `nil` when it has to end.
  mutating func plan(at now: () -> Deadline = { .now }) -> Plan? {
    guard !isClosed else { return nil }
    isPaused = queue.isFull
    plannedDeadline = waiters.reduce(.never) { earliest, waiter in
      waiter.isTask ? min(earliest, waiter.deadline) : earliest
    }
    if let pause = reception.pause(isNeeded: hasOtherWaiters, at: now) {
      return Plan(receives: false, deadline: min(pause, plannedDeadline))
    }
    return Plan(receives: !isEnded && allowance(demand: 0) > 0, deadline: plannedDeadline)
  }

  /// Whether a read waits that does not receive by itself.
  private var hasOtherWaiters: Bool { waiters.contains { $0.id != reception.receiver } }

  /// Closes the reader, and drops all messages.
  ///
  /// - Returns: All waits, which end.
  mutating func close() -> [Ending] {
    isClosed = true
    queue.removeAll()
    let waiting = waiters
    waiters = []
    var ended: [Ending] = []
    for waiter in waiting { ended.append(end(waiter, .failure(.closed))) }
    return ended
  }
}
