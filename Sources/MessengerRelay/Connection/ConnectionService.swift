// SPDX-License-Identifier: Apache-2.0

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

  func run() async throws {
    let (events, continuation) = AsyncStream.makeStream(of: NATSEvent.self)
    let requests = Guarded<NATSRequests?>(nil)
    let client = try await connect { event in
      requests.withLock { $0 }?.take(event)
      continuation.yield(event)
    }
    requests.withLock { $0 = client.requests }
    link.set(client)
    if !client.connection.isConnected {
      log.warning("no server of the realm answers yet; the relay goes on trying")
      report("No server of the realm answers.")
    }
    let isClosed = Guarded(false)
    await cancelWhenGracefulShutdown {
      for await event in events {
        note(event, client.connection)
        if event == .closed { return isClosed.withLock { $0 = true } }
      }
    }
    link.note(isUp: false)
    client.requests.close()
    client.connection.close()
    // The client gives up for good when each server has refused it twice: the service manager starts the
    // relay again, until a server takes it.
    if isClosed.withLock({ $0 }) { throw RelayError.refused }
  }

  /// Connects on a thread of its own, because the client waits for the first server.
  private func connect(
    _ onEvent: @escaping @Sendable (NATSEvent) -> Void
  ) async throws -> RelayLink.Client {
    let result: Result<RelayLink.Client, NATSError> = await withCheckedContinuation { waiting in
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
    do { return try result.get() } catch {
      // The client has given up already, when all servers have refused it twice in the first attempt.
      switch error {
      case .refused, .disconnected: throw RelayError.refused
      default: throw RelayError.client("\(error)")
      }
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
    case .closed: link.note(isUp: false)
    }
  }
}
