// SPDX-License-Identifier: Apache-2.0

/// Starts a server that the bus can start: D-Bus Specification, "Message Bus Starting Services".
extension Notifier {
  /// Whether the bus knows how to start a server.
  ///
  /// - Throws: ``NotificationError``, at most ``limit`` after the earlier calls have ended.
  public func canStartServer() async throws(NotificationError) -> Bool {
    try await operation(ignoringBackoff: true) { watchdog throws(NotificationError) in
      let bus = try await connectedBus(watchdog)
      do throws(BusFailure) {
        return try await isServerStartable(on: bus, watchdog)
      } catch {
        throw meaning(of: error, watchdog, silence: .busNotResponding(after: limit))
      }
    }
  }

  /// Asks the bus to start a server, and waits until it is there.
  ///
  /// Other calls go on meanwhile. When the server takes longer, it may appear later, and
  /// ``NotificationEvent/serverAppeared(owner:)`` says so.
  ///
  /// - Parameter time: How long to wait.
  /// - Returns: Whether a server is there; `false` when the bus can start none.
  /// - Throws: ``NotificationError``; ``NotificationError/serverNotStarted(reason:)`` when the program of
  ///   the server fails or takes too long.
  public func startServer(within time: Duration) async throws(NotificationError) -> Bool {
    let bus = try await operation { watchdog throws(NotificationError) in
      try await connectedBus(watchdog)
    }
    // Not an operation: a program that hangs at its start must not hold up other calls. The notifier
    // waits for the end of this call before it ends its thread.
    await withCheckedContinuation { startLock.acquire($0) }
    defer { startLock.release() }
    guard isRunning else { throw .notRunning }
    let result: Result<Bool, NotificationError> = await Watchdog.guarding(time) { watchdog in
      do throws(BusFailure) {
        guard try await isServerStartable(on: bus, watchdog) else { return .success(false) }
        _ = try await bus.call(
          "StartServiceByName", Variant(string: Destination.notificationsName, number: 0), of: .bus,
          watchdog: watchdog)
        return .success(true)
      } catch {
        let silence = NotificationError.serverNotStarted(
          reason: "the bus has started it, and it is not there after \(time)")
        let meaning = meaning(of: error, watchdog, silence: silence)
        if case .refused(let name, let message) = meaning {
          return .failure(.serverNotStarted(reason: "\(message) (\(name))"))
        }
        return .failure(meaning)
      }
    }
    return try result.get()
  }

  private func isServerStartable(
    on bus: BusConnection, _ watchdog: Watchdog
  ) async throws(BusFailure) -> Bool {
    let names = try await bus.call("ListActivatableNames", of: .bus, watchdog: watchdog)
    return (names.first?.children ?? []).contains { $0.string == Destination.notificationsName }
  }
}
