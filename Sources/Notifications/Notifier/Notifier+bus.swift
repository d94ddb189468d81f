// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// The connection to the session bus, and the events that its observer reports.
extension Notifier {
  func reconnect() async {
    // Without a bus it fails: the next call, or the start of the bus, connects again.
    try? await operation(ignoringBackoff: true) { watchdog throws(NotificationError) in
      _ = try await connectedBus(watchdog)
    }
  }

  /// The connection; connects if there is none.
  func connectedBus(_ watchdog: Watchdog) async throws(NotificationError) -> BusConnection {
    if let bus, !bus.isClosed { return bus }
    leaveBus()
    do throws(BusFailure) {
      let bus = try await BusConnection.session(watchdog)
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
    arrival = BusArrival(at: busAddress, requests: connectionRequests.continuation)
    // The bus may have started before the watch began.
    if arrival != nil { requestConnection() }
  }

  func requestConnection() {
    connectionRequests.continuation.yield()
  }

  func leaveBus() {
    observer = nil
    forgetServer()
    bus = nil
    openBus.withLock { $0 = nil }
    announce(nil)
  }

  /// Announces a server that has started or ended.
  func announce(_ newOwner: String?) {
    guard newOwner != owner else { return }
    if newOwner != nil, newOwner != backoff?.owner { backoff = nil }
    if newOwner == nil { (shownIDs, fresh) = (ShownIDs(), FreshNotifications()) }
    // The description and the signals of the previous server are out of date.
    if server?.owner != newOwner { forgetServer() }
    owner = newOwner
    eventSink.yield(newOwner.map { .serverAppeared(owner: $0) } ?? .serverVanished)
  }

  /// Handles the end of the connection: the bus has ended, or a watchdog has closed it.
  func busClosed() {
    leaveBus()
    requestConnection()
  }

  // MARK: - Events of the connection

  func serverAppeared(owner: String) {
    announce(owner)
  }

  func serverVanished() {
    forgetServer()
    announce(nil)
  }

  /// Takes a signal of the notification interface; ignores unexpected ones.
  func receive(_ signal: String, _ arguments: Variant, from sender: String) {
    guard sender == owner || sender == server?.owner, let event = event(signal, arguments) else {
      return
    }
    lastAnswer = .now
    eventSink.yield(event)
  }

  private func event(_ signal: String, _ arguments: Variant) -> NotificationEvent? {
    guard arguments.childCount == 2, case let values = arguments.children,
      let number = values[0].number
    else { return nil }
    let id = NotificationID(rawValue: number)
    guard shownIDs.contains(id) else { return nil }
    switch signal {
    case "NotificationClosed":
      guard let reason = values[1].number.map({ CloseReason(number: $0) }),
        !fresh.refutes(reason, of: id, at: .now)
      else { return nil }
      return .closed(id, reason)
    case "ActionInvoked":
      return text(values[1]).map { .action(id, key: $0) }
    case "NotificationReplied":
      return text(values[1]).map { .replied(id, text: $0) }
    default:
      return nil
    }
  }

  /// The choice or the answer of a user, cut at the longest body.
  private func text(_ value: Variant) -> String? {
    value.string.map { NotificationText.cut($0, to: textLimits.body) }
  }
}
