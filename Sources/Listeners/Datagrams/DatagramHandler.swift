// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NetBIOS

/// Passes packets from the port to the dispatcher.
final class DatagramHandler: ChannelInboundHandler {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>

  private let dispatcher: DatagramDispatcher

  init(dispatcher: DatagramDispatcher) {
    self.dispatcher = dispatcher
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let envelope = unwrapInboundIn(data)
    guard let source = IPv4Address(envelope.remoteAddress) else { return }
    dispatcher.take(envelope.data, from: source)
  }

  // An ICMP error about an earlier packet does not end the listener.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}
