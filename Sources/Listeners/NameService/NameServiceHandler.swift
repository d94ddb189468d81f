// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import NetBIOS
import RateLimits
import Wire

/// The name service on all interfaces: a `NameOwner` for each.
final class NameServiceHandler: ChannelInboundHandler {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>
  typealias OutboundOut = AddressedEnvelope<ByteBuffer>

  /// An event that the listener sends to the handler.
  enum Event: Sendable {
    /// Names or interfaces may have changed.
    case refresh

    /// Give all names up, then close.
    case leave
  }

  /// The names of this machine on one interface.
  private struct InterfaceNames {
    let interface: NetworkInterface
    var owner: NameOwner
    var retries = NameRetries()
  }

  private let host: HostNetworkState
  private let metrics: Metrics
  private let timers: NameTimers
  private var limiter: BucketTable<IPv4Address>
  private var interfaces: [InterfaceNames] = []
  private var lastTransactionID: UInt16
  private var timer: Scheduled<Void>?
  private var isLeaving = false

  init(
    host: HostNetworkState, metrics: Metrics, timers: NameTimers, limit: RateLimit,
    firstTransactionID: UInt16
  ) {
    self.host = host
    self.metrics = metrics
    self.timers = timers
    limiter = BucketTable(
      limit, capacity: DatagramReceiver.sourceCapacity, overflow: .forgetsAllSenders)
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

  // An ICMP error about an earlier packet does not end the listener.
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
    let present = host.interfaces.filter { $0.broadcast != nil }
    interfaces.removeAll { !present.contains($0.interface) }
    for interface in present where !interfaces.contains(where: { $0.interface == interface }) {
      interfaces.append(
        InterfaceNames(
          interface: interface, owner: NameOwner(address: interface.address, timers: timers)))
    }
    for index in interfaces.indices { claimNames(at: index, context) }
    setTimer(context)
  }

  private func claimNames(at index: Int, _ context: ChannelHandlerContext) {
    let now = ContinuousClock.now
    let claims = host.names.claims
    interfaces[index].retries.keep(claims.map(\.name))
    for entry in interfaces[index].owner.table.entries
    where !claims.contains(where: { $0.name == entry.name }) {
      act(
        interfaces[index].owner.release(entry.name, transactionID: nextTransactionID(), at: now),
        index, context)
    }
    for claim in claims
    where interfaces[index].owner.table[claim.name] == nil
      && interfaces[index].retries.admits(claim.name, at: now)
    {
      interfaces[index].retries.begin(claim.name, at: now)
      act(
        interfaces[index].owner.claim(
          claim.name, isGroup: claim.isGroup, transactionID: nextTransactionID(), at: now),
        index, context)
    }
  }

  private func leave(_ context: ChannelHandlerContext) {
    isLeaving = true
    for index in interfaces.indices {
      for entry in interfaces[index].owner.table.entries {
        act(
          interfaces[index].owner.release(
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
    var deadlines = interfaces.compactMap(\.owner.nextDeadline)
    if !isLeaving { deadlines += interfaces.compactMap(\.retries.nextDeadline) }
    guard let deadline = deadlines.min() else {
      if isLeaving { context.close(promise: nil) }
      return
    }
    let wait = max(ContinuousClock.now.duration(to: deadline), .zero)
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(wait)) {
      self.timer = nil
      for index in self.interfaces.indices {
        self.act(self.interfaces[index].owner.advance(to: .now), index, context)
        if !self.isLeaving { self.claimNames(at: index, context) }
      }
      self.setTimer(context)
    }
  }

  // MARK: Packets

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let envelope = unwrapInboundIn(data)
    guard let source = Endpoint(envelope.remoteAddress) else { return }
    guard host.accepts(source.address) else {
      return metrics.refuse(.foreignSource, from: source.address)
    }
    guard let index = index(for: envelope.metadata?.packetInfo) else { return }
    let isOwn = interfaces[index].interface.address == source.address
    guard isOwn || limiter.take(source.address, at: .now) else {
      return metrics.refuse(.tooMany, from: source.address)
    }
    do throws(WireError) {
      let packet = try NameServicePacket(decoding: envelope.data.readableBytesView)
      if case .releaseRequest(let record, _) = packet.message {
        interfaces[index].retries.release(record.name.name, by: source.address)
      }
      act(interfaces[index].owner.receive(packet, from: source), index, context)
      setTimer(context)
    } catch {
      metrics.refuse(.malformed(error), from: source.address)
    }
  }

  /// The interface with the packet's destination address, else the interface over which it came.
  ///
  /// The address comes first, because a packet of this machine to itself comes over loopback.
  private func index(for info: NIOPacketInfo?) -> Int? {
    guard let info else { return interfaces.indices.first }
    let target = IPv4Address(info.destinationAddress)
    return interfaces.firstIndex { $0.interface.address == target }
      ?? interfaces.firstIndex { $0.interface.index == info.interfaceIndex }
  }

  private func act(
    _ actions: [NameOwner.Action], _ index: Int, _ context: ChannelHandlerContext
  ) {
    let interface = interfaces[index].interface
    for action in actions {
      switch action {
      case .broadcast(let packet):
        if let broadcast = interface.broadcast {
          let port = UInt16(clamping: context.localAddress?.port ?? 137)
          send(packet, to: Endpoint(address: broadcast, port: port), context)
        }
      case .send(let packet, let target): send(packet, to: target, context)
      case .claimed(let name):
        interfaces[index].retries.remove(name)
        note("name claimed", name, interface)
      case .released(let name): note("name given up", name, interface)
      case .refused(let name, let refusal):
        interfaces[index].retries.refuse(name, by: refusal.owner, at: .now)
        warn("name refused", name, interface, "\(refusal)")
      case .defended(let name, let other): warn("name defended", name, interface, "\(other)")
      case .overridden(let name, let other):
        warn("name taken by another machine", name, interface, "\(other)")
      case .conflictDemanded(let name, let other):
        warn("another machine demands a name; it is kept", name, interface, "\(other)")
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

  private func note(_ text: String, _ name: NetBIOSName, _ interface: NetworkInterface) {
    metrics.note("\(text)", ["name": "\(name)", "interface": "\(interface.name)"])
  }

  private func warn(
    _ text: String, _ name: NetBIOSName, _ interface: NetworkInterface, _ other: String
  ) {
    metrics.count("name-trouble")
    metrics.warn(
      "\(text)", about: "\(text)\(name)\(interface.name)",
      ["name": "\(name)", "interface": "\(interface.name)", "by": "\(other)"])
  }
}

extension NameOwner.Action.Refusal {
  /// The machine that owns the name; `nil` when it is this one.
  fileprivate var owner: IPv4Address? {
    if case .owned(let address) = self { address } else { nil }
  }
}
