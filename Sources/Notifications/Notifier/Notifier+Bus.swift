// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// The connection: made when it is needed, left when it ends, watched for when there is none.
extension Notifier {
  func reconnect() async {
    // Without a bus there is nothing to do but wait for the next call, or for the bus.
    try? await operation(evenAtStandstill: true) { watchdog throws(NotificationError) in
      _ = try await connectedBus(watchdog)
    }
  }

  /// The connection, made now if there is none.
  func connectedBus(_ watchdog: Watchdog) async throws(NotificationError) -> SessionBus {
    if let bus, !bus.isClosed { return bus }
    leaveBus()
    do throws(BusFailure) {
      let bus = try await SessionBus.open(watchdog)
      self.bus = bus
      openBus.withLock { $0 = bus }
      observer = BusObserver(bus, for: self)
      arrival = nil
      return bus
    } catch {
      watchForBus()
      if Task.isCancelled { throw .cancelled }
      if watchdog.hasFired { throw .busNotResponding(after: limit) }
      throw .noBus(reason: error.message)
    }
  }

  private func watchForBus() {
    guard arrival == nil else { return }
    arrival = BusArrival(at: busAddress, for: self)
    // It may have come before it was watched for.
    if arrival != nil { askForRepair() }
  }

  func askForRepair() {
    repairs.continuation.yield()
  }

  func leaveBus() {
    observer = nil
    forgetServer()
    bus = nil
    openBus.withLock { $0 = nil }
    announce(nil)
  }

  /// Tells of a server that came or went.
  func announce(_ newOwner: String?) {
    guard newOwner != owner else { return }
    if newOwner != nil, newOwner != standstill?.owner { standstill = nil }
    if newOwner == nil { shownIDs = ShownIDs() }
    // What the one before said of itself means nothing any more, and neither do its signals.
    if server?.owner != newOwner { forgetServer() }
    owner = newOwner
    eventSink.yield(newOwner.map { .serverAppeared(owner: $0) } ?? .serverVanished)
  }

  /// The connection ended: the bus did, or a watchdog closed it.
  func busClosed() {
    leaveBus()
    askForRepair()
  }
}
