// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NetBIOS

/// Passes packets from the port to the desk.
final class DatagramHandler: ChannelInboundHandler {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>

  private let desk: DatagramDispatcher

  init(desk: DatagramDispatcher) {
    self.desk = desk
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let envelope = unwrapInboundIn(data)
    guard let source = IPv4Address(envelope.remoteAddress) else { return }
    desk.take(envelope.data, from: source)
  }

  // An ICMP error about something else is no reason to stop.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}
