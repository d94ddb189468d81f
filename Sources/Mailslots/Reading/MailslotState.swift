// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem

/// What a reader decides, and remembers, without a socket, a thread or a clock.
struct MailslotState {
  /// What the draining thread is to wait for.
  struct Plan {
    /// Whether messages are wanted.
    let receives: Bool

    /// When the first task gives up.
    let deadline: Deadline
  }

  /// A wait that is over, and how.
  ///
  /// The caller resumes it when it has no lock any more.
  typealias Ending = (waiter: Waiter, outcome: Waiter.Outcome)

  /// The most that one look at the socket brings.
  static let batch = 64

  private(set) var queue: MessageQueue
  private(set) var isClosed = false
  private(set) var refusedMessageCount = 0

  /// Whether nothing more can come: the kernel then calls the socket readable for ever.
  var isEnded = false
  var readTimeout: Duration?

  /// Whether other processes read from the same socket.
  ///
  /// Then only what is asked for is taken.
  var isShared: Bool

  private(set) var waiters: [Waiter] = []
  private var isPaused = false
  private var plannedDeadline = Deadline.never
  private let options: MailslotOptions

  init(options: MailslotOptions, exemptUserIDs: [UInt32], isShared: Bool) {
    queue = MessageQueue(quota: options.quota, exemptUserIDs: exemptUserIDs)
    readTimeout = options.readTimeout
    self.options = options
    self.isShared = isShared
  }

  /// How many messages to take from the kernel, for the waiters and for a read that asks itself.
  func allowance(demand: Int) -> Int {
    if isClosed || queue.isFull { return 0 }
    guard isShared else { return MailslotState.batch }
    let wanted = waiters.reduce(demand) { $0 &+ min($1.request.limit, MailslotState.batch) }
    return max(0, min(wanted, MailslotState.batch) - queue.count)
  }

  /// Decides whether a message is to stay in the kernel, because the read that would get it takes
  /// only shorter ones.
  ///
  /// - Returns: The waits that end for that; `nil` when the message can be taken.
  mutating func leave(byteCount: Int, demand: Int, _ maximumLength: Int) -> [Ending]? {
    guard queue.count == 0 else { return nil }
    guard let first = waiters.first else {
      return demand > 0 && byteCount > maximumLength ? [] : nil
    }
    let limit = first.request.maximumLength
    guard byteCount > limit else { return nil }
    waiters.removeFirst()
    return [(first, .failure(.bufferTooSmall(byteCount: byteCount, limit: limit)))]
  }

  /// Adds what came, and ends the waits that this is enough for, the oldest first.
  ///
  /// - Returns: The waits that are over, and the messages that were refused.
  mutating func receive(_ messages: [MailslotMessage]) -> (ended: [Ending], [MailslotMessage]) {
    var refused: [MailslotMessage] = []
    for message in messages {
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
      ended.append((waiter, outcome))
    }
    return (ended, refused)
  }

  /// Answers a read from what is there, if nobody waited before; `nil` when it has to wait.
  mutating func read(_ request: ReadRequest) -> Waiter.Outcome? {
    if isClosed { return .failure(.closed) }
    return waiters.isEmpty ? take(request) : nil
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
  /// - Returns: Whether the draining thread has to know.
  mutating func wait(_ waiter: Waiter) -> Bool {
    waiters.append(waiter)
    if isShared { return true }
    guard case .task = waiter.kind else { return false }
    return waiter.deadline < plannedDeadline
  }

  /// Takes a waiter out; `nil` when its wait is over already.
  mutating func stopWaiting(_ id: UInt64) -> Waiter? {
    waiters.firstIndex { $0.id == id }.map { waiters.remove(at: $0) }
  }

  /// Ends the waits of tasks whose time has come.
  mutating func expire(at now: Deadline) -> [Ending] {
    let isOver: (Waiter) -> Bool = { waiter in
      guard case .task = waiter.kind else { return false }
      return waiter.deadline <= now
    }
    let ended = waiters.filter(isOver).map { Ending($0, .failure(.timedOut)) }
    waiters.removeAll(where: isOver)
    return ended
  }

  /// Drops all messages that wait.
  ///
  /// - Returns: How many there were.
  mutating func purge() -> Int {
    defer { queue.removeAll() }
    return queue.count
  }

  /// Whether a thread that paused has to know that there is room again.
  mutating func resumes() -> Bool {
    guard isPaused, queue.hasRoom else { return false }
    isPaused = false
    return true
  }

  /// What the draining thread is to wait for; `nil` when it is to end.
  mutating func plan() -> Plan? {
    guard !isClosed else { return nil }
    isPaused = queue.isFull
    plannedDeadline = waiters.reduce(.never) { earliest, waiter in
      guard case .task = waiter.kind else { return earliest }
      return min(earliest, waiter.deadline)
    }
    return Plan(receives: !isEnded && allowance(demand: 0) > 0, deadline: plannedDeadline)
  }

  /// Ends everything.
  ///
  /// What still waits in the mailslot is gone.
  mutating func close() -> [Ending] {
    isClosed = true
    queue.removeAll()
    defer { waiters = [] }
    return waiters.map { ($0, .failure(.closed)) }
  }
}
