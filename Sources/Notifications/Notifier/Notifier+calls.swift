// SPDX-License-Identifier: Apache-2.0

import CNotify

extension Notifier {
  /// How long after an answer the server counts as alive without being asked.
  private static let freshness = Duration.seconds(1)

  /// Shows a notification, or replaces the one it names.
  ///
  /// Calls run one at a time, in their order.
  ///
  /// - Returns: The server's number for it.
  /// - Throws: ``NotificationError``, at most ``limit`` after the earlier calls have ended.
  public func show(_ notification: Notification) async throws(NotificationError) -> NotificationID {
    try await operation { watchdog throws(NotificationError) in
      let (bus, server) = try await liveServer(watchdog)
      guard
        let popup = NotifyPopup(
          notification, for: server, from: applicationName, within: textLimits)
      else { throw .refused(name: "libnotify", message: "no memory for a notification") }
      guard let shown = watchdog.blocking(on: bus, { popup.show() }) else {
        throw silence
      }
      let id: NotificationID
      do throws(BusFailure) { id = try shown.get() } catch {
        throw meaningWhileShowing(of: error, watchdog)
      }
      lastAnswer = .now
      shownIDs.insert(id)
      fresh.note(id, notification.expiry, at: .now)
      return id
    }
  }

  /// Takes a notification off the screen; its event says ``CloseReason/closedByCall``.
  ///
  /// A notification that has left the screen already is no error here, though it is one for some servers.
  ///
  /// - Throws: ``NotificationError``, at most ``limit`` after the earlier calls have ended.
  public func close(_ id: NotificationID) async throws(NotificationError) {
    try await operation { watchdog throws(NotificationError) in
      let (bus, server) = try await liveServer(watchdog)
      _ = try await ask(
        "CloseNotification", Variant(number: id.rawValue), of: server.owner, on: bus, watchdog)
    }
  }

  /// The server's description of itself, read again when another server has replaced it.
  ///
  /// - Parameter isAsked: Whether the server is asked even if it has just answered.
  /// - Returns: `nil` if no program on the bus shows notifications.
  /// - Throws: ``NotificationError``, at most ``limit`` after the earlier calls have ended.
  public func currentServer(
    isAsked: Bool = false
  ) async throws(NotificationError) -> NotificationServer? {
    do {
      return try await operation { watchdog throws(NotificationError) in
        if isAsked { lastAnswer = nil }
        return try await liveServer(watchdog).server
      }
    } catch .noServer {
      return nil
    }
  }

  /// A name of the present server that no other server has had or will have; `nil` if there is none.
  ///
  /// It is made of the identifier of the bus and the server's unique name on it.
  public var serverIdentity: String? {
    guard let bus, let owner = server?.owner ?? owner else { return nil }
    return "\(bus.identifier) \(owner)"
  }

  // MARK: - The server

  /// The server, after it has proven that it runs and answers.
  private func liveServer(
    _ watchdog: Watchdog
  ) async throws(NotificationError) -> (bus: BusConnection, server: NotificationServer) {
    let bus = try await connectedBus(watchdog)
    guard let owner = try await currentOwner(on: bus, watchdog) else {
      forgetServer()
      throw .noServer
    }
    if let server, server.owner == owner {
      if let lastAnswer, lastAnswer + Self.freshness > .now { return (bus, server) }
      _ = try await ask("GetServerInformation", nil, of: owner, on: bus, watchdog)
      return (bus, server)
    }
    forgetServer()
    let information = try await ask("GetServerInformation", nil, of: owner, on: bus, watchdog)
    let capabilities = try await ask("GetCapabilities", nil, of: owner, on: bus, watchdog)
    let server = NotificationServer(
      owner: owner, information: information.prefix(4).map { $0.string ?? "" },
      capabilities: capabilities.first?.children(limit: NotificationServer.capabilityLimit)
        .compactMap(\.string) ?? [])
    self.server = server
    await followSilence(of: server, on: bus, watchdog)
    return (bus, server)
  }

  /// The unique name of the notification server; `nil` if there is none.
  private func currentOwner(
    on bus: BusConnection, _ watchdog: Watchdog
  ) async throws(NotificationError) -> String? {
    do throws(BusFailure) {
      let name = Variant(strings: [Destination.notificationsName])
      return try await bus.call("GetNameOwner", name, of: .bus, watchdog: watchdog).first?.string
    } catch  where error.isNameUnowned {
      return nil
    } catch {
      throw meaning(of: error, watchdog, silence: .busNotResponding(after: limit))
    }
  }

  private func ask(
    _ method: String, _ arguments: Variant?, of owner: String, on bus: BusConnection,
    _ watchdog: Watchdog
  ) async throws(NotificationError) -> [Variant] {
    do throws(BusFailure) {
      let answer = try await bus.call(method, arguments, of: .server(owner), watchdog: watchdog)
      lastAnswer = .now
      return answer
    } catch {
      throw meaning(of: error, watchdog, silence: silence)
    }
  }

  /// Forgets the server's description, including libnotify's copy.
  func forgetServer() {
    server = nil
    silenceObserver = nil
    lastAnswer = nil
    notify_uninit()
  }

  // MARK: - Errors

  private var silence: NotificationError { .serverNotResponding(after: limit) }

  /// The meaning of a failure while the server was showing a notification.
  private func meaningWhileShowing(
    of failure: BusFailure, _ watchdog: Watchdog
  ) -> NotificationError {
    let meaning = meaning(of: failure, watchdog, silence: silence)
    // The bus sends this error when a server ends during a call.
    let hasDied = failure.name == "org.freedesktop.DBus.Error.NoReply"
    return meaning == silence || hasDied && meaning != .cancelled
      ? .lostWhileShowing(reason: meaning.description) : meaning
  }

  /// The meaning of a failed call; `silence` is the error of a call that the watchdog has ended.
  func meaning(
    of failure: BusFailure, _ watchdog: Watchdog, silence: NotificationError
  ) -> NotificationError {
    if Task.isCancelled { return .cancelled }
    if watchdog.hasFired { return silence }
    if failure.isConnectionLost { return .noBus(reason: failure.message) }
    if failure.isNameUnowned { return .noServer }
    return .refused(name: failure.name ?? failure.domain, message: failure.message)
  }
}
