// SPDX-License-Identifier: Apache-2.0

import CNotify

extension Notifier {
  /// A server that answered this recently is not asked whether it is alive.
  private static let freshness = Duration.seconds(1)

  /// Shows a notification, or replaces the one it names.
  ///
  /// Calls are served one at a time, in the order they came.
  ///
  /// - Returns: The server's number for it.
  /// - Throws: ``NotificationError``, at most ``limit`` after the call's turn came.
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
      return id
    }
  }

  /// Takes a notification off the screen; its event says ``CloseReason/closedByCall``.
  ///
  /// A notification that is gone already is no error here, though some servers call it one.
  ///
  /// - Throws: ``NotificationError``, at most ``limit`` after the call's turn came.
  public func close(_ id: NotificationID) async throws(NotificationError) {
    try await operation { watchdog throws(NotificationError) in
      let (bus, server) = try await liveServer(watchdog)
      _ = try await ask(
        "CloseNotification", Variant(number: id.rawValue), of: server.owner, on: bus, watchdog)
    }
  }

  /// What the server says about itself, asked again when another one took its place.
  ///
  /// - Returns: `nil` if nobody on the bus shows notifications.
  /// - Throws: ``NotificationError``, at most ``limit`` after the call's turn came.
  public func currentServer() async throws(NotificationError) -> NotificationServer? {
    do {
      return try await operation { watchdog throws(NotificationError) in
        try await liveServer(watchdog).server
      }
    } catch .noServer {
      return nil
    }
  }

  // MARK: - The server

  /// The server, known to be there now and to have answered a moment ago.
  private func liveServer(
    _ watchdog: Watchdog
  ) async throws(NotificationError) -> (bus: SessionBus, server: NotificationServer) {
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
    return (bus, server)
  }

  private func currentOwner(
    on bus: SessionBus, _ watchdog: Watchdog
  ) async throws(NotificationError) -> String? {
    do throws(BusFailure) { return try await bus.notificationServer(watchdog) } catch {
      throw meaning(of: error, watchdog, silence: .busNotResponding(after: limit))
    }
  }

  private func ask(
    _ method: String, _ arguments: Variant?, of owner: String, on bus: SessionBus,
    _ watchdog: Watchdog
  ) async throws(NotificationError) -> [Variant] {
    do throws(BusFailure) {
      let answer = try await bus.call(method, arguments, of: .server(owner), watchdog)
      lastAnswer = .now
      return answer
    } catch {
      throw meaning(of: error, watchdog, silence: silence)
    }
  }

  /// Forgets what is known about the server, libnotify's own knowledge included.
  func forgetServer() {
    server = nil
    lastAnswer = nil
    notify_uninit()
  }

  // MARK: - Errors

  private var silence: NotificationError { .serverNotResponding(after: limit) }

  /// What the end of a call says in which the server was showing something.
  private func meaningWhileShowing(
    of failure: BusFailure, _ watchdog: Watchdog
  ) -> NotificationError {
    let meaning = meaning(of: failure, watchdog, silence: silence)
    // The bus says this of a server that was there at the beginning of a call, and is gone.
    let hasDied = failure.name == "org.freedesktop.DBus.Error.NoReply"
    return meaning == silence || hasDied && meaning != .cancelled
      ? .lostWhileShowing(reason: meaning.description) : meaning
  }

  /// What a failed call says about the desktop; `silence` is what a fired watchdog means here.
  func meaning(
    of failure: BusFailure, _ watchdog: Watchdog, silence: NotificationError
  ) -> NotificationError {
    if Task.isCancelled { return .cancelled }
    if watchdog.hasFired { return silence }
    if failure.isConnectionLost { return .noBus(reason: failure.message) }
    if failure.isNobodyThere { return .noServer }
    return .refused(name: failure.name ?? failure.domain, message: failure.message)
  }
}
