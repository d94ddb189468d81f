// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Wire

/// One connection to nmbd.
final class NmbdHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let dispatcher: DatagramDispatcher
  private let acknowledgement: EventLoopPromise<Void>
  private var packets = UnexpectedPackets()

  /// Creates a handler.
  ///
  /// - Parameter acknowledgement: Succeeds when nmbd begins to hand datagrams over, and fails when the
  ///   connection ends before.
  init(dispatcher: DatagramDispatcher, acknowledgement: EventLoopPromise<Void>) {
    self.dispatcher = dispatcher
    self.acknowledgement = acknowledgement
  }

  func channelActive(context: ChannelHandlerContext) {
    let request = context.channel.allocator.buffer(bytes: UnexpectedPackets.request)
    context.writeAndFlush(wrapOutboundOut(request), promise: nil)
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    packets.append(unwrapInboundIn(data).readableBytesView)
    do throws(WireError) {
      while let packet = try packets.next() {
        dispatcher.take(
          context.channel.allocator.buffer(bytes: packet.bytes), from: packet.source)
      }
      if packets.isAcknowledged { acknowledgement.succeed() }
    } catch {
      context.close(promise: nil)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    acknowledgement.fail(ChannelError.eof)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
