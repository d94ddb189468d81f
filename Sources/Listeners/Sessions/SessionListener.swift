// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import NIOCore
import NIOPosix
import NetBIOS
public import ServiceLifecycle

/// Takes messages over sessions: TCP 139, RFC 1002 4.3 and [MS-MSRP] 2.2.3.
public struct SessionListener: Service {
  private static let name = "sessions"

  /// The most connections that wait to be accepted.
  ///
  /// More than the most sessions: a client beyond the backlog waits a second before it tries again.
  private static let backlog: Int32 = 4096

  private let channel: any Channel

  private init(_ channel: any Channel) {
    self.channel = channel
  }

  /// The port that is listened on.
  public var port: UInt16 { UInt16(clamping: channel.localAddress?.port ?? 0) }

  /// Opens the port; ``run()`` closes it.
  ///
  /// - Parameters:
  ///   - socket: Where to listen; port 0 is one that the system chooses.
  ///   - loop: The thread of the listeners.
  ///   - host: The names and interfaces of this machine.
  ///   - sink: Takes the messages.
  ///   - metrics: Counts and logs.
  ///   - limits: The limits of the sessions.
  /// - Throws: ``ListenerError``.
  public static func open(
    _ socket: ListeningSocket, on loop: ListenerLoop, host: HostNetworkState,
    sink: any MessageSink, metrics: Metrics, limits: SessionLimits = SessionLimits()
  ) async throws(ListenerError) -> SessionListener {
    do {
      let table = try await loop.loop.submit {
        NIOLoopBound(
          SessionTable(
            host: host, sink: sink, metrics: metrics, limits: limits,
            deliveries: loop.deliveries.value),
          eventLoop: loop.loop)
      }.get()
      let bootstrap = ServerBootstrap(group: loop.loop)
        .serverChannelOption(.backlog, value: backlog)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        // Each round of the loop accepts up to 128 connections and reads once from each open one, so
        // neither many new connections nor many open ones hold up the others.
        .serverChannelOption(.maxMessagesPerRead, value: 128)
        .childChannelOption(
          .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 1024)
        )
        .childChannelOption(.maxMessagesPerRead, value: 1)
        .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        // A sender may end its side when it has sent its last packet, and wait for the reply.
        .childChannelOption(.allowRemoteHalfClosure, value: true)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture { try accept(channel, table.value) }
        }
      return SessionListener(try await bind(bootstrap, to: socket))
    } catch {
      throw ListenerError(error, service: name, port: socket.port)
    }
  }

  private static func bind(
    _ bootstrap: ServerBootstrap, to socket: ListeningSocket
  ) async throws -> any Channel {
    switch socket {
    case .port(let port):
      return try await bootstrap.bind(host: "0.0.0.0", port: Int(port)).get()
    case .descriptor(let descriptor, _):
      let channel = try await bootstrap.withBoundSocket(descriptor).get()
      // SwiftNIO calls listen(2) for such a socket before it knows the option, with a backlog of 128.
      try FileDescriptor(rawValue: descriptor).listen(backlog: backlog)
      return channel
    }
  }

  private static func accept(_ channel: any Channel, _ table: SessionTable) throws {
    guard let source = channel.remoteAddress.flatMap(IPv4Address.init),
      let target = channel.localAddress.flatMap(IPv4Address.init),
      table.host.accepts(source), table.host.uses(target)
    else {
      let source = channel.remoteAddress.flatMap(IPv4Address.init) ?? .any
      table.metrics.refuse(.foreignSource, from: source)
      throw ChannelError.ioOnClosedChannel
    }
    try channel.pipeline.syncOperations.addHandler(
      SessionHandler(table: table, source: source, at: .now))
  }

  /// Takes messages until the service shuts down.
  public func run() async throws {
    try await channel.runUntilGracefulShutdown()
  }

  /// Closes the port of a listener that never ran.
  public func close() async {
    try? await channel.close().get()
  }
}
