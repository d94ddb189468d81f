// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NetBIOS

/// The sessions of one listener, on its event loop: what they share.
final class SessionBook {
  let surroundings: Surroundings
  let post: any LocalPost
  let tally: Tally
  let limits: SessionLimits
  let deliveries: LoopTasks

  private var ledger: SessionLedger
  private var limiter: SourceLimiter
  private var channels: [SessionLedger.ID: any Channel] = [:]
  private var lastID = 0
  private var refusalCount = 0

  init(
    surroundings: Surroundings, post: any LocalPost, tally: Tally, limits: SessionLimits,
    deliveries: LoopTasks
  ) {
    self.deliveries = deliveries
    self.surroundings = surroundings
    self.post = post
    self.tally = tally
    self.limits = limits
    ledger = SessionLedger(limits: limits)
    limiter = SourceLimiter(limits.rate)
  }

  /// Enters a session; `nil` when there is no room for it.
  ///
  /// - Returns: What the session calls itself from now on.
  func open(
    _ channel: any Channel, from source: IPv4Address, at now: ContinuousClock.Instant
  ) -> SessionLedger.ID? {
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

  func advance(_ id: SessionLedger.ID, at now: ContinuousClock.Instant) {
    ledger.advance(id, at: now)
  }

  func hold(_ id: SessionLedger.ID) { ledger.hold(id) }

  func release(_ id: SessionLedger.ID) { ledger.release(id) }

  func close(_ id: SessionLedger.ID) {
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
