// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NetBIOS
import RateLimits

/// The sessions of one listener, on its event loop, and the objects that they share.
final class SessionTable {
  let host: HostNetworkState
  let sink: any MessageSink
  let metrics: Metrics
  let limits: SessionLimits
  let deliveries: LoopTasks

  private var limiter: SessionLimiter
  private var messageLimiter: BucketTable<IPv4Address>
  private var channels: [SessionLimiter.ID: any Channel] = [:]
  private var lastID = 0
  private var refusalCount = 0

  init(
    host: HostNetworkState, sink: any MessageSink, metrics: Metrics, limits: SessionLimits,
    deliveries: LoopTasks
  ) {
    self.deliveries = deliveries
    self.host = host
    self.sink = sink
    self.metrics = metrics
    self.limits = limits
    limiter = SessionLimiter(limits: limits)
    messageLimiter = BucketTable(
      limits.rate, capacity: DatagramReceiver.sourceCapacity, overflow: .forgetsAllSenders)
  }

  /// Enters a session; `nil` when there is no room for it.
  ///
  /// - Returns: The session's identifier.
  func open(
    _ channel: any Channel, from source: IPv4Address, at now: ContinuousClock.Instant
  ) -> SessionLimiter.ID? {
    lastID += 1
    switch limiter.open(lastID, from: source, at: now) {
    case .refuse: return nil
    case .admit: break
    case .replace(let other):
      metrics.refuse(.timedOut, from: source)
      channels.removeValue(forKey: other)?.close(promise: nil)
    }
    channels[lastID] = channel
    return lastID
  }

  func advance(_ id: SessionLimiter.ID, at now: ContinuousClock.Instant) {
    limiter.advance(id, at: now)
  }

  func hold(_ id: SessionLimiter.ID) { limiter.hold(id) }

  func release(_ id: SessionLimiter.ID) { limiter.release(id) }

  func close(_ id: SessionLimiter.ID) {
    limiter.close(id)
    channels.removeValue(forKey: id)
  }

  /// Whether one more session may get a refusal; if so, ``endRefusal()`` must follow.
  func beginRefusal() -> Bool {
    guard refusalCount < limits.refusals else { return false }
    refusalCount += 1
    return true
  }

  func endRefusal() { refusalCount -= 1 }

  /// Whether an address may send one more message.
  func admits(_ source: IPv4Address, at now: ContinuousClock.Instant) -> Bool {
    messageLimiter.take(source, at: now)
  }
}
