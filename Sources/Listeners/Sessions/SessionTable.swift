// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NetBIOS

/// The sessions of one listener, on its event loop: what they share.
final class SessionTable {
  let surroundings: HostNetworkState
  let post: any MessageSink
  let tally: Metrics
  let limits: SessionLimits
  let deliveries: LoopTasks

  private var ledger: SessionLimiter
  private var limiter: SourceLimiter
  private var channels: [SessionLimiter.ID: any Channel] = [:]
  private var lastID = 0
  private var refusalCount = 0

  init(
    surroundings: HostNetworkState, post: any MessageSink, tally: Metrics, limits: SessionLimits,
    deliveries: LoopTasks
  ) {
    self.deliveries = deliveries
    self.surroundings = surroundings
    self.post = post
    self.tally = tally
    self.limits = limits
    ledger = SessionLimiter(limits: limits)
    limiter = SourceLimiter(limits.rate)
  }

  /// Enters a session; `nil` when there is no room for it.
  ///
  /// - Returns: What the session calls itself from now on.
  func open(
    _ channel: any Channel, from source: IPv4Address, at now: ContinuousClock.Instant
  ) -> SessionLimiter.ID? {
    lastID += 1
    switch ledger.open(lastID, from: source, at: now) {
    case .refuse: return nil
    case .admit: break
    case .replace(let other):
      tally.refuse(.timedOut, from: source)
      channels.removeValue(forKey: other)?.close(promise: nil)
    }
    channels[lastID] = channel
    return lastID
  }

  func advance(_ id: SessionLimiter.ID, at now: ContinuousClock.Instant) {
    ledger.advance(id, at: now)
  }

  func hold(_ id: SessionLimiter.ID) { ledger.hold(id) }

  func release(_ id: SessionLimiter.ID) { ledger.release(id) }

  func close(_ id: SessionLimiter.ID) {
    ledger.close(id)
    channels.removeValue(forKey: id)
  }

  /// Whether one more may be told that there is no room; if so, ``endRefusal()`` is to follow.
  func beginRefusal() -> Bool {
    guard refusalCount < limits.refusals else { return false }
    refusalCount += 1
    return true
  }

  func endRefusal() { refusalCount -= 1 }

  /// Whether an address may send one more message.
  func admits(_ source: IPv4Address, at now: ContinuousClock.Instant) -> Bool {
    limiter.admits(source, at: now)
  }
}
