// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
public import ServiceLifecycle

/// Takes mailslot writes as datagrams: UDP 138, RFC 1002 4.4 and [MS-MAIL].
public struct DatagramListener: Service {
  private let channel: any Channel

  private init(_ channel: any Channel) {
    self.channel = channel
  }

  /// The port that is listened on.
  public var port: UInt16 { UInt16(clamping: channel.localAddress?.port ?? 0) }

  /// Opens the port; ``run()`` closes it.
  ///
  /// - Throws: ``ListenerError``.
  public static func open(
    _ socket: ListeningSocket, for service: DatagramService
  ) async throws(ListenerError) -> DatagramListener {
    let dispatcher = service.dispatcher
    let bootstrap = DatagramBootstrap.forUDP(on: service.loop) { channel in
      try channel.pipeline.syncOperations.addHandler(DatagramHandler(dispatcher: dispatcher.value))
    }
    do {
      return DatagramListener(try await bootstrap.open(socket))
    } catch {
      throw ListenerError(error, service: "datagrams", port: socket.port)
    }
  }

  /// Takes datagrams until the service shuts down.
  public func run() async throws {
    try await channel.runUntilGracefulShutdown()
  }

  /// Closes the port of a listener that never ran.
  public func close() async {
    try? await channel.close().get()
  }
}
