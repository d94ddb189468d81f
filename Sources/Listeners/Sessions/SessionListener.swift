// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import NetBIOS
public import ServiceLifecycle

/// Takes messages over sessions: TCP 139, RFC 1002 4.3 and [MS-MSRP] 2.2.3.
public struct SessionListener: Service {
  private static let name = "sessions"

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
  ///   - loop: Where everything happens; must have one thread.
  /// - Throws: ``ListenerError``.
  public static func open(
    _ socket: ListeningSocket, on loop: ListenerLoop, surroundings: HostNetworkState,
    post: any MessageSink, tally: Metrics, limits: SessionLimits = SessionLimits()
  ) async throws(ListenerError) -> SessionListener {
    do {
      let book = try await loop.loop.submit {
        NIOLoopBound(
          SessionTable(
            surroundings: surroundings, post: post, tally: tally, limits: limits,
            deliveries: loop.deliveries.value),
          eventLoop: loop.loop)
      }.get()
      let bootstrap = ServerBootstrap(group: loop.loop)
        // More than there may be sessions: those who are over it wait for a second before they try again.
        .serverChannelOption(.backlog, value: 4096)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        // Many connects at once must not keep those that are open from their turn.
        // Nor the other way round: all those that are open can have something to say in one turn.
        .serverChannelOption(.maxMessagesPerRead, value: 128)
        .childChannelOption(
          .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 1024)
        )
        .childChannelOption(.maxMessagesPerRead, value: 1)
        .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture { try accept(channel, book.value) }
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
    case .port(let port): try await bootstrap.bind(host: "0.0.0.0", port: Int(port)).get()
    case .descriptor(let descriptor, _): try await bootstrap.withBoundSocket(descriptor).get()
    }
  }

  private static func accept(_ channel: any Channel, _ book: SessionTable) throws {
    guard let source = channel.remoteAddress.flatMap(IPv4Address.init),
      let target = channel.localAddress.flatMap(IPv4Address.init),
      book.surroundings.hears(source), book.surroundings.uses(target)
    else {
      let source = channel.remoteAddress.flatMap(IPv4Address.init) ?? .any
      book.tally.refuse(.foreignSource, from: source)
      throw ChannelError.ioOnClosedChannel
    }
    try channel.pipeline.syncOperations.addHandler(
      SessionHandler(book: book, source: source, at: .now))
  }

  /// Takes messages until it is told to stop.
  public func run() async throws {
    try await channel.runUntilGracefulShutdown()
  }

  /// Closes the port of a listener that never ran.
  public func close() async {
    try? await channel.close().get()
  }
}
