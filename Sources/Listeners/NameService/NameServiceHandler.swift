// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import NetBIOS
import Wire

/// The name service on all interfaces: a ``NameOwner`` for each.
final class NameServiceHandler: ChannelInboundHandler {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>
  typealias OutboundOut = AddressedEnvelope<ByteBuffer>

  /// What the handler is told from outside, as an event.
  enum Event: Sendable {
    /// Names or interfaces may have changed.
    case refresh

    /// Give all names up, then close.
    case leave
  }

  private struct Presence {
    let interface: NetworkInterface
    var owner: NameOwner
    var retries = NameRetries()
  }

  private let surroundings: HostNetworkState
  private let tally: Metrics
  private let timers: NameTimers
  private var limiter: SourceLimiter
  private var presences: [Presence] = []
  private var lastTransactionID: UInt16
  private var timer: Scheduled<Void>?
  private var isLeaving = false

  init(
    surroundings: HostNetworkState, tally: Metrics, timers: NameTimers, limit: SourceLimit,
    firstTransactionID: UInt16
  ) {
    self.surroundings = surroundings
    self.tally = tally
    self.timers = timers
    limiter = SourceLimiter(limit)
    lastTransactionID = firstTransactionID
  }

  func channelActive(context: ChannelHandlerContext) {
    refresh(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    context.fireChannelInactive()
  }

  // An ICMP error about something else is no reason to stop.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {}

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event as? Event {
    case .refresh: refresh(context)
    case .leave: leave(context)
    case nil: context.fireUserInboundEventTriggered(event)
    }
  }

  // MARK: Names and interfaces

  private func refresh(_ context: ChannelHandlerContext) {
    guard !isLeaving else { return }
    let interfaces = surroundings.interfaces.filter { $0.broadcast != nil }
    presences.removeAll { !interfaces.contains($0.interface) }
    for interface in interfaces where !presences.contains(where: { $0.interface == interface }) {
      presences.append(
        Presence(
          interface: interface, owner: NameOwner(address: interface.address, timers: timers)))
    }
    for index in presences.indices { claimNames(at: index, context) }
    setTimer(context)
  }

  private func claimNames(at index: Int, _ context: ChannelHandlerContext) {
    let now = ContinuousClock.now
    let claims = surroundings.names.claims
    presences[index].retries.keep(claims.map(\.name))
    for entry in presences[index].owner.table.entries
    where !claims.contains(where: { $0.name == entry.name }) {
      act(
        presences[index].owner.release(entry.name, transactionID: nextTransactionID(), at: now),
        index, context)
    }
    for claim in claims
    where presences[index].owner.table[claim.name] == nil
      && presences[index].retries.admits(claim.name, at: now)
    {
      presences[index].retries.begin(claim.name, at: now)
      act(
        presences[index].owner.claim(
          claim.name, isGroup: claim.isGroup, transactionID: nextTransactionID(), at: now),
        index, context)
    }
  }

  private func leave(_ context: ChannelHandlerContext) {
    isLeaving = true
    for index in presences.indices {
      for entry in presences[index].owner.table.entries {
        act(
          presences[index].owner.release(
            entry.name, transactionID: nextTransactionID(), at: .now),
          index, context)
      }
    }
    setTimer(context)
  }

  private func nextTransactionID() -> UInt16 {
    lastTransactionID &+= 1
    return lastTransactionID
  }

  private func setTimer(_ context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
    var deadlines = presences.compactMap(\.owner.nextDeadline)
    if !isLeaving { deadlines += presences.compactMap(\.retries.nextDeadline) }
    guard let deadline = deadlines.min() else {
      if isLeaving { context.close(promise: nil) }
      return
    }
    let wait = max(ContinuousClock.now.duration(to: deadline), .zero)
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(wait)) {
      self.timer = nil
      for index in self.presences.indices {
        self.act(self.presences[index].owner.advance(to: .now), index, context)
        if !self.isLeaving { self.claimNames(at: index, context) }
      }
      self.setTimer(context)
    }
  }

  // MARK: Packets

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let envelope = unwrapInboundIn(data)
    guard let source = Endpoint(envelope.remoteAddress) else { return }
    guard surroundings.hears(source.address) else {
      return tally.refuse(.foreignSource, from: source.address)
    }
    guard let index = presence(for: envelope.metadata?.packetInfo) else { return }
    let isOwn = presences[index].interface.address == source.address
    guard isOwn || limiter.admits(source.address, at: .now) else {
      return tally.refuse(.tooMany, from: source.address)
    }
    do throws(WireError) {
      let packet = try NameServicePacket(decoding: envelope.data.readableBytesView)
      if case .releaseRequest(let record, _) = packet.message {
        presences[index].retries.release(record.name.name, by: source.address)
      }
      act(presences[index].owner.receive(packet, from: source), index, context)
      setTimer(context)
    } catch {
      tally.refuse(.malformed(error), from: source.address)
    }
  }

  /// The interface that a packet is about: the one with the address it was sent to, since what this
  /// machine says to itself comes over loopback; else the one over which it came.
  private func presence(for info: NIOPacketInfo?) -> Int? {
    guard let info else { return presences.indices.first }
    let target = IPv4Address(info.destinationAddress)
    return presences.firstIndex { $0.interface.address == target }
      ?? presences.firstIndex { $0.interface.index == info.interfaceIndex }
  }

  private func act(
    _ actions: [NameOwnerAction], _ index: Int, _ context: ChannelHandlerContext
  ) {
    let interface = presences[index].interface
    for action in actions {
      switch action {
      case .broadcast(let packet):
        if let everyone = interface.broadcast {
          let port = UInt16(clamping: context.localAddress?.port ?? 137)
          send(packet, to: Endpoint(address: everyone, port: port), context)
        }
      case .send(let packet, let target): send(packet, to: target, context)
      case .claimed(let name):
        presences[index].retries.remove(name)
        say("name claimed", name, interface)
      case .released(let name): say("name given up", name, interface)
      case .refused(let name, let refusal):
        presences[index].retries.refuse(name, by: refusal.holder, at: .now)
        warn("name not ours", name, interface, "\(refusal)")
      case .defended(let name, let other): warn("name defended", name, interface, "\(other)")
      case .overridden(let name, let other):
        warn("name taken by another machine", name, interface, "\(other)")
      case .conflictDemanded(let name, let other):
        warn("somebody says to give a name up; it is kept", name, interface, "\(other)")
      }
    }
  }

  private func send(
    _ packet: NameServicePacket, to target: Endpoint, _ context: ChannelHandlerContext
  ) {
    guard let bytes = try? packet.encoded(),
      let address = try? target.address.socketAddress(port: target.port)
    else { return }
    let buffer = context.channel.allocator.buffer(bytes: bytes)
    context.writeAndFlush(
      wrapOutboundOut(AddressedEnvelope(remoteAddress: address, data: buffer)), promise: nil)
  }

  private func say(_ text: String, _ name: NetBIOSName, _ interface: NetworkInterface) {
    tally.note("\(text)", ["name": "\(name)", "interface": "\(interface.name)"])
  }

  private func warn(
    _ text: String, _ name: NetBIOSName, _ interface: NetworkInterface, _ other: String
  ) {
    tally.count("name-trouble")
    tally.warn(
      "\(text)", about: "\(text)\(name)\(interface.name)",
      ["name": "\(name)", "interface": "\(interface.name)", "by": "\(other)"])
  }
}

extension NameOwnerAction.Refusal {
  /// The machine that has the name; `nil` when it is this one.
  fileprivate var holder: IPv4Address? {
    if case .owned(let address) = self { address } else { nil }
  }
}
