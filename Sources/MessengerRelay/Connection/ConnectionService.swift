// SPDX-License-Identifier: Apache-2.0

import AgentSupport
import Fleet
import LinuxSystem
import Logging
import ServiceLifecycle

/// Keeps the connection to the servers of the realm.
struct ConnectionService: Service {
  let membership: RelayMembership
  let link: RelayLink

  /// Called with the state of the connection, in words.
  let report: @Sendable (String) -> Void
  let log: Logger

  /// The pause before the relay connects again after servers have refused it.
  private static let pause = Duration.seconds(15)

  func run() async throws {
    let signal = WakeSignal()
    let alarm = Alarm(signal)
    try await cancelWhenGracefulShutdown {
      var isFirst = true
      while !Task.isCancelled {
        try await runClient(isFirst: isFirst)
        isFirst = false
        // Servers have refused the machine, and the client has given up: an administrator may correct that.
        alarm.set(for: .now + ConnectionService.pause)
        await signal.wait()
      }
    }
    alarm.cancel()
  }

  /// Connects, and returns when the client has given up, or the task is cancelled.
  ///
  /// - Parameter isFirst: Whether files that cannot be used are an error: later they may be about to be replaced.
  private func runClient(isFirst: Bool) async throws {
    let (events, continuation) = AsyncStream.makeStream(of: NATSEvent.self)
    let requests = Guarded<NATSRequests?>(nil)
    let connected = await connect { event in
      requests.withLock { $0 }?.take(event)
      continuation.yield(event)
    }
    let client: RelayLink.Client
    switch connected {
    case .success(let connected): client = connected
    case .failure(let error):
      // Where the servers' certificates are wrong, the client may give up at once.
      if isFirst, error != .disconnected, error != .refused {
        throw RelayError.client("\(error)")
      }
      return log.error("not connected; the relay tries again later", metadata: ["why": "\(error)"])
    }
    requests.withLock { $0 = client.requests }
    link.set(client)
    if !client.connection.isConnected {
      log.warning("no server of the realm answers yet; the relay goes on trying")
      report("No server of the realm answers.")
    }
    for await event in events {
      note(event, client.connection)
      if event == .closed { break }
    }
    link.note(isUp: false)
    client.requests.close()
    client.connection.close()
  }

  /// Connects on a thread of its own, because the client waits for the first server.
  private func connect(
    _ onEvent: @escaping @Sendable (NATSEvent) -> Void
  ) async -> Result<RelayLink.Client, NATSError> {
    await withCheckedContinuation { waiting in
      let thread = PlainThread {
        do throws(NATSError) {
          let options = membership.options
          let connection = try NATSConnection(options, onEvent)
          let requests = try NATSRequests(on: connection, prefix: options.inboxPrefix)
          let stream = RealmStream(
            membership.layout, on: connection, requests, inboxPrefix: options.inboxPrefix)
          waiting.resume(
            returning: .success(
              RelayLink.Client(connection: connection, requests: requests, stream: stream)))
        } catch {
          waiting.resume(returning: .failure(error))
        }
      }
      if thread == nil { waiting.resume(returning: .failure(.other("no thread"))) }
    }
  }

  private func note(_ event: NATSEvent, _ connection: NATSConnection) {
    switch event {
    case .connected:
      let server = connection.server ?? "a server"
      log.info("connected", metadata: ["server": "\(server)"])
      report("Connected to \(server).")
      link.note(isUp: true)
    case .disconnected:
      log.warning("disconnected; the relay goes on trying")
      report("No server of the realm answers.")
      link.note(isUp: false)
    case .failed(let error):
      log.error("the server reports a failure", metadata: ["why": "\(error)"])
    case .closed:
      log.error("the servers refuse this machine; the relay tries again later")
      report("The servers of the realm refuse this machine.")
      link.note(isUp: false)
    }
  }
}
