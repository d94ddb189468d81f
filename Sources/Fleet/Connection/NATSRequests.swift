// SPDX-License-Identifier: Apache-2.0

import Dispatch
import LinuxSystem

/// The requests on a connection that wait for their answers.
///
/// Each answer comes on a subject of its own below the connection's prefix, and one subscription gets them
/// all, so that thousands of requests can wait at once. The subjects are random: a server checks the subject of
/// a request, but not where its answer goes, so another machine could have a server answer a subject that it
/// knows.
package final class NATSRequests: Sendable {
  /// What a request ends with.
  package typealias Answer = Result<NATSMessage, NATSError>

  private struct Waiting {
    let subject: String
    let deadline: ContinuousClock.Instant
    let conclude: @Sendable (Answer) -> Void
  }

  private struct State {
    var waiting: [UInt64: Waiting] = [:]
    var timer: (any DispatchSourceTimer)?
    var timerTime: ContinuousClock.Instant?
  }

  private let connection: NATSConnection
  private let prefix: String
  private let state: Guarded<State>
  private let subscription: NATSSubscription

  /// The queue of the timers: nothing on it waits.
  private static let queue = DispatchQueue(label: "messngr.fleet.requests")

  /// Listens for answers on a connection.
  ///
  /// - Parameter prefix: ``NATSOptions/inboxPrefix`` of the connection.
  /// - Throws: ``NATSError``.
  package init(on connection: NATSConnection, prefix: String) throws(NATSError) {
    self.connection = connection
    self.prefix = prefix
    let state = Guarded(spinning: State())
    self.state = state
    subscription = try connection.subscribe("\(prefix).*") { message in
      guard let number = UInt64(Substring(message.subject.utf8.dropFirst(prefix.utf8.count + 1))),
        let waiting = state.withLock({ $0.waiting.removeValue(forKey: number) })
      else { return }
      waiting.conclude(message.meansNoResponders ? .failure(.noResponders) : .success(message))
    }
  }

  /// Publishes a request and returns; `conclude` is called once, on a thread that must not block.
  ///
  /// - Parameter timeout: How long the answer may take.
  package func send(
    _ request: NATSMessage, timeout: Duration, _ conclude: @escaping @Sendable (Answer) -> Void
  ) {
    let deadline = ContinuousClock.now + timeout
    let number = UInt64.random(in: .min ... .max)
    let waiting = Waiting(subject: request.subject, deadline: deadline, conclude: conclude)
    let mustSetTimer = state.withLock { state in
      state.waiting[number] = waiting
      return state.timerTime.map { $0 > deadline } ?? true
    }
    if mustSetTimer { setTimer(for: deadline) }
    var request = request
    request.reply = "\(prefix).\(number)"
    do throws(NATSError) {
      try connection.publish(request)
    } catch {
      state.withLock { $0.waiting.removeValue(forKey: number) }?.conclude(.failure(error))
    }
  }

  /// Publishes a request, and waits for its answer.
  ///
  /// - Throws: ``NATSError/noResponders``, ``NATSError/timeout`` and others.
  package func answer(
    to request: NATSMessage, timeout: Duration
  ) async throws(NATSError) -> NATSMessage {
    try await withCheckedContinuation { continuation in
      send(request, timeout: timeout) { continuation.resume(returning: $0) }
    }.get()
  }

  /// Ends the requests to which no answer can come after an event of the connection.
  package func take(_ event: NATSEvent) {
    switch event {
    case .connected: break
    case .disconnected, .closed: fail(.disconnected) { _ in true }
    case .failed(.notPermitted(let subject)):
      fail(.notPermitted(subject: subject)) { $0.subject == subject }
    case .failed: break
    }
  }

  private func fail(_ error: NATSError, where isOver: (Waiting) -> Bool) {
    let over = state.withLock { state in
      let over = state.waiting.filter { isOver($0.value) }
      for number in over.keys { state.waiting[number] = nil }
      return over.values
    }
    for waiting in over { waiting.conclude(.failure(error)) }
  }

  /// Calls `body` once after a time, unless the result is cancelled before.
  func after(
    _ time: Duration, _ body: @escaping @Sendable () -> Void
  ) -> any DispatchSourceTimer {
    let timer = DispatchSource.makeTimerSource(queue: NATSRequests.queue)
    timer.schedule(deadline: .now() + .milliseconds(Int(max(0, time.wholeMilliseconds) + 1)))
    timer.setEventHandler(handler: body)
    timer.activate()
    return timer
  }

  /// How many requests wait.
  package var count: Int { state.withLock { $0.waiting.count } }

  /// Ends the subscription and all requests.
  package func close() {
    subscription.close()
    fail(.disconnected) { _ in true }
  }

  // MARK: Timer

  /// Sets the timer for a deadline, unless it is set for an earlier one.
  private func setTimer(for deadline: ContinuousClock.Instant) {
    state.withLock { state in
      if let set = state.timerTime, set <= deadline { return }
      state.timer?.cancel()
      let timer = after(ContinuousClock.now.duration(to: deadline)) { [weak self] in
        self?.expire()
      }
      (state.timer, state.timerTime) = (timer, deadline)
    }
  }

  private func expire() {
    let now = ContinuousClock.now
    let (late, next) = state.withLock { state in
      let late = state.waiting.filter { $0.value.deadline <= now }
      for number in late.keys { state.waiting[number] = nil }
      (state.timer, state.timerTime) = (nil, nil)
      return (late.values, state.waiting.values.map(\.deadline).min())
    }
    for waiting in late { waiting.conclude(.failure(.timeout)) }
    if let next { setTimer(for: next) }
  }
}
