// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// Hears of changes to the machine's interfaces and their addresses: rtnetlink(7).
public struct LinkListener: Service {
  private let channel: any Channel

  /// Opens a socket for the kernel's messages.
  ///
  /// - Parameter note: Called on the thread of the listeners after each change, with the interfaces whose
  ///   links were down meanwhile.
  /// - Returns: `nil` where the system does not allow such a socket.
  public static func open(
    on loop: ListenerLoop, note: @escaping @Sendable (Set<Int>) -> Void
  ) async -> LinkListener? {
    guard let socket = try? LinkEvents.open() else { return nil }
    let bootstrap = NIOPipeBootstrap(group: loop.loop)
      .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 16_384))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Handler(note))
        }
      }
    do {
      let channel = try await bootstrap.takingOwnershipOfDescriptor(input: socket.rawValue).get()
      return LinkListener(channel: channel)
    } catch {
      try? socket.close()
      return nil
    }
  }

  /// Listens until the service shuts down.
  public func run() async throws {
    try await channel.runUntilGracefulShutdown()
  }

  /// Closes the socket of a listener that never ran.
  public func close() async {
    try? await channel.close().get()
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let note: @Sendable (Set<Int>) -> Void

    init(_ note: @escaping @Sendable (Set<Int>) -> Void) {
      self.note = note
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      note(LinkEvents.lostInterfaces(in: Array(unwrapInboundIn(data).readableBytesView)))
    }
  }
}
