// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
public import NetBIOS
public import RateLimits
public import ServiceLifecycle

/// Claims and defends this machine's names, and answers queries for them: UDP 137, RFC 1002 4.2.
public struct NameServiceListener: Service {
  private let channel: any Channel

  private init(_ channel: any Channel) {
    self.channel = channel
  }

  /// The port that is listened on.
  public var port: UInt16 { UInt16(clamping: channel.localAddress?.port ?? 0) }

  /// Opens the port and begins to claim names; ``run()`` gives them up and closes it.
  ///
  /// - Parameters:
  ///   - socket: Where to listen. Broadcasts go to the same port.
  ///   - settings: The node type, and the name server.
  ///   - limit: How many packets of one address are read.
  ///   - report: Gets a line when the name server holds more names, or fewer.
  /// - Throws: ``ListenerError``.
  public static func open(
    _ socket: ListeningSocket, on loop: ListenerLoop, host: HostNetworkState,
    settings: NodeSettings = .broadcast, metrics: Metrics, timers: NameTimers = NameTimers(),
    limit: RateLimit = RateLimit(count: 200, per: .seconds(1)),
    report: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws(ListenerError) -> NameServiceListener {
    let firstID = UInt16.random(in: .min ... .max)
    let bootstrap = DatagramBootstrap.forUDP(on: loop.loop) { channel in
      try channel.pipeline.syncOperations.addHandler(
        NameServiceHandler(
          host: host, settings: settings, metrics: metrics, timers: timers, limit: limit,
          firstTransactionID: firstID, report: report))
    }
    do {
      return NameServiceListener(try await bootstrap.open(socket))
    } catch {
      throw ListenerError(error, service: "name service", port: socket.port)
    }
  }

  /// Reads the names and interfaces of the host again.
  public func refresh() {
    channel.pipeline.fireUserInboundEventTriggered(NameServiceHandler.Event.refresh)
  }

  /// Answers until the service shuts down; then gives the names up, which takes under a second.
  public func run() async throws {
    try await channel.runUntilGracefulShutdown { channel in
      channel.pipeline.fireUserInboundEventTriggered(NameServiceHandler.Event.leave)
    }
  }

  /// Closes the port of a listener that never ran.
  public func close() async {
    try? await channel.close().get()
  }
}
