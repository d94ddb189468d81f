// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

extension DatagramBootstrap {
  /// A bootstrap for a port that receives broadcasts and reports the interface of each packet.
  ///
  /// Without SO_REUSEADDR: with it the port would open beside nmbd's, and receive only broadcasts.
  static func forUDP(
    on loop: any EventLoop,
    _ addHandlers: @escaping @Sendable (any Channel) throws -> Void
  ) -> DatagramBootstrap {
    DatagramBootstrap(group: loop)
      .channelOption(.socketOption(.so_broadcast), value: 1)
      .channelOption(.receivePacketInfo, value: true)
      .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 2048))
      .channelOption(.maxMessagesPerRead, value: 64)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try addHandlers(channel) }
      }
  }

  /// Opens the socket.
  func open(_ socket: ListeningSocket) async throws -> any Channel {
    switch socket {
    case .port(let port): try await bind(host: "0.0.0.0", port: Int(port)).get()
    case .descriptor(let descriptor, _): try await withBoundSocket(descriptor).get()
    }
  }
}
