// SPDX-License-Identifier: Apache-2.0

import Messages
import NIOCore
import NetBIOS
import SMBMessaging
import Wire

/// One session, from its first byte to its last.
///
///     bytes ──► packets ──► acceptor ──► SMBs ──► message ──► sink
///       ▲                      │           │                    │
///       └──────── replies ─────┴───────────┴──────── status ────┘
///
/// While a message is being stored, the packets behind it wait. A sender that ends its side of the
/// connection still gets the replies to what it has sent.
///
/// All decisions are those of `SessionAcceptor` and `MessageSession`.
final class SessionHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let table: SessionTable
  private let source: IPv4Address
  private let end: ContinuousClock.Instant
  private var id: SessionLimiter.ID?
  private var reader = SessionPacketReader()
  private var acceptor: SessionAcceptor
  private var session = MessageSession()
  private var timer: Scheduled<Void>?
  private var isRefused = false
  private var isOver = false

  /// Whether a message is being stored, whose reply must come first.
  private var isStoring = false

  /// Whether the sender has ended its side of the connection.
  private var isAtEnd = false

  init(table: SessionTable, source: IPv4Address, at now: ContinuousClock.Instant) {
    self.table = table
    self.source = source
    end = now + table.limits.duration
    acceptor = SessionAcceptor(
      names: table.host.names.callable, at: now,
      requestTimeout: table.limits.requestTimeout, idleTimeout: table.limits.idleTimeout)
  }

  func channelActive(context: ChannelHandlerContext) {
    id = table.open(context.channel, from: source, at: .now)
    if id == nil {
      isRefused = table.beginRefusal()
      isRefused ? setTimer(context) : end(.overloaded, context)
    } else {
      setTimer(context)
    }
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    finish()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    close(context)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    guard !isOver else { return }
    // Only after reading: closing a socket with unread bytes sends a reset, and the refusal is lost.
    guard !isRefused else {
      return refuse(.overloaded, .negativeResponse(.insufficientResources), context)
    }
    reader.append(buffer.readableBytesView)
    takePackets(context)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard case .inputClosed? = event as? ChannelEvent else {
      return context.fireUserInboundEventTriggered(event)
    }
    isAtEnd = true
    if !isStoring { close(context) }
  }

  private func takePackets(_ context: ChannelHandlerContext) {
    do throws(WireError) {
      while !isOver, !isStoring, let packet = try reader.next() {
        act(on: acceptor.receive(packet, at: .now), context)
      }
    } catch {
      end(.malformed(error), context)
    }
    if isAtEnd, !isStoring { close(context) }
    setTimer(context)
  }

  /// Stops or goes on reading, so that a sender cannot fill the memory while its message is stored.
  private func setStoring(_ isStoring: Bool, _ context: ChannelHandlerContext) {
    guard self.isStoring != isStoring else { return }
    self.isStoring = isStoring
    // The channel of a sender that has hung up has no options any more.
    try? context.channel.syncOptions?.setOption(.autoRead, value: !isStoring)
  }

  private func act(on action: SessionAcceptor.Action, _ context: ChannelHandlerContext) {
    switch action {
    case .wait: break
    case .send(let packet):
      noteProgress()
      write(packet, context)
    case .refuse(let packet): refuse(.notForUs(acceptor.called ?? .wildcard), packet, context)
    case .close(.timedOut): end(.timedOut, context)
    case .close(.unexpectedPacket): end(.unexpected, context)
    case .take(let smb):
      let before = session.stepCount
      let action = session.receive(smb)
      if session.stepCount > before { noteProgress() }
      act(on: action, context)
    }
  }

  private func noteProgress() {
    if let id { table.advance(id, at: .now) }
  }

  private func act(on action: MessageSession.Action, _ context: ChannelHandlerContext) {
    switch action {
    case .reply(let smb): write(.message(smb), context)
    case .deliver(let message): deliver(message, context)
    case .close(.malformed(let error)): end(.malformed(error), context)
    case .close(.outOfTurn): end(.unexpected, context)
    }
  }

  // MARK: Delivery

  private func deliver(_ message: ReceivedMessage, _ context: ChannelHandlerContext) {
    guard table.admits(source, at: .now) else { return conclude(.noRoom, .tooMany, context) }
    let names = table.host.names
    let addressee = names.addressee(called: acceptor.called, to: message.destinationName)
    guard let addressee else { return conclude(.messagesOff, .unknownRecipient, context) }
    let delivered = NetworkMessage(
      addressee: addressee, from: message.originatorName, blocks: message.blocks,
      origin: .session(address: "\(source)"))
    if let id { table.hold(id) }
    let sink = table.sink
    setStoring(true, context)
    // The delivery goes on even when the sender hangs up.
    let isBegun = table.deliveries.begin { conclude in
      sink.deliver(delivered, then: conclude)
    } then: { (status: SMBStatus) in
      if let id = self.id { self.table.release(id) }
      if status.isSuccess {
        self.noteProgress()
        self.table.metrics.count("session-message")
      }
      self.act(on: self.session.conclude(status), context)
      self.setStoring(false, context)
      self.takePackets(context)
    }
    if !isBegun {
      setStoring(false, context)
      conclude(.noRoom, .overloaded, context)
    }
  }

  private func conclude(
    _ status: SMBStatus, _ refusal: PacketRefusal, _ context: ChannelHandlerContext
  ) {
    table.metrics.refuse(refusal, from: source)
    act(on: session.conclude(status), context)
  }

  // MARK: Ending

  private func write(_ packet: SessionPacket, _ context: ChannelHandlerContext) {
    // The channel of a session that is over is closed, and ignores a write.
    guard let bytes = try? packet.encoded() else { return }
    context.writeAndFlush(
      wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
  }

  private func refuse(
    _ refusal: PacketRefusal, _ packet: SessionPacket, _ context: ChannelHandlerContext
  ) {
    write(packet, context)
    end(refusal, context)
  }

  private func end(_ refusal: PacketRefusal, _ context: ChannelHandlerContext) {
    table.metrics.refuse(refusal, from: source)
    close(context)
  }

  private func close(_ context: ChannelHandlerContext) {
    guard !isOver else { return }
    finish()
    context.close(promise: nil)
  }

  private func finish() {
    guard !isOver else { return }
    isOver = true
    timer?.cancel()
    timer = nil
    if let id { table.close(id) }
    if isRefused { table.endRefusal() }
    isRefused = false
    id = nil
  }

  private func setTimer(_ context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
    guard !isOver else { return }
    let deadline = isRefused ? .now + table.limits.refusalTimeout : min(acceptor.deadline, end)
    let wait = ContinuousClock.now.duration(to: deadline)
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(max(wait, .zero))) {
      self.timer = nil
      let isAtEnd = self.isRefused || .now >= self.end
      self.act(on: isAtEnd ? .close(.timedOut) : self.acceptor.expire(at: .now), context)
      self.setTimer(context)
    }
  }
}
