// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import NetBIOS
import RateLimits
import Wire

/// The name service on all interfaces: an `EndNode` for each.
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

  private let host: HostNetworkState
  private let settings: NodeSettings
  private let metrics: Metrics
  private let timers: NameTimers
  private let report: @Sendable (String) -> Void
  private var limiter: BucketTable<IPv4Address>
  private var interfaces: [InterfaceNames] = []
  private var lastTransactionID: UInt16
  private var timer: Scheduled<Void>?
  private var isLeaving = false
  private var lastReport = ""

  init(
    host: HostNetworkState, settings: NodeSettings, metrics: Metrics, timers: NameTimers,
    limit: RateLimit, firstTransactionID: UInt16, report: @escaping @Sendable (String) -> Void
  ) {
    self.host = host
    self.settings = settings
    self.metrics = metrics
    self.timers = timers
    self.report = report
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
    let lost = host.takeLostLinks()
    let wanted = NamedInterface.all(of: host.interfaces, for: settings)
    // A link that was down may lead to another network now, so its names are claimed anew.
    interfaces.removeAll { !wanted.contains($0.place) || lost.contains($0.place.interface.index) }
    for place in wanted where !interfaces.contains(where: { $0.place == place }) {
      interfaces.append(
        InterfaceNames(
          place: place,
          node: EndNode(
            address: place.interface.address, nodeType: settings.nodeType,
            server: place.leadsToServer ? settings.server : nil,
            unitID: place.interface.hardwareAddress, timers: timers)))
    }
    for index in interfaces.indices { claimNames(at: index, context) }
    setTimer(context)
  }

  private func claimNames(at index: Int, _ context: ChannelHandlerContext) {
    let now = ContinuousClock.now
    let claims = host.names.claims
    interfaces[index].retries.keep(claims.map(\.name))
    for entry in interfaces[index].node.table.entries
    where !claims.contains(where: { $0.name == entry.name }) {
      act(
        interfaces[index].node.release(entry.name, transactionID: nextTransactionID(), at: now),
        index, context)
    }
    for claim in claims
    where interfaces[index].node.table[claim.name] == nil
      && interfaces[index].retries.admits(claim.name, at: now)
    {
      interfaces[index].retries.begin(claim.name, at: now)
      act(
        interfaces[index].node.claim(
          claim.name, isGroup: claim.isGroup, transactionID: nextTransactionID(), at: now),
        index, context)
    }
  }

  private func leave(_ context: ChannelHandlerContext) {
    isLeaving = true
    for index in interfaces.indices {
      for entry in interfaces[index].node.table.entries {
        act(
          interfaces[index].node.release(
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
    reportRegistrations()
    var deadlines = interfaces.compactMap(\.node.nextDeadline)
    if !isLeaving { deadlines += interfaces.compactMap(\.retries.nextDeadline) }
    guard let deadline = deadlines.min() else {
      if isLeaving { context.close(promise: nil) }
      return
    }
    let wait = max(ContinuousClock.now.duration(to: deadline), .zero)
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(wait)) {
      self.timer = nil
      for index in self.interfaces.indices {
        self.act(self.interfaces[index].node.advance(to: .now), index, context)
        if !self.isLeaving { self.claimNames(at: index, context) }
      }
      self.setTimer(context)
    }
  }

  /// Reports how many names the name server holds, when that has changed.
  private func reportRegistrations() {
    guard let server = settings.server, !isLeaving else { return }
    let held = interfaces.compactMap(\.node.heldCount).reduce(0, +)
    let text = "WINS server \(server) holds \(held) of \(host.names.claims.count) names"
    guard text != lastReport else { return }
    lastReport = text
    report(text)
  }

  // MARK: Packets

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let envelope = unwrapInboundIn(data)
    guard let source = Endpoint(envelope.remoteAddress) else { return }
    guard host.accepts(source.address) || source.address == settings.server else {
      return metrics.refuse(.foreignSource, from: source.address)
    }
    guard let index = index(for: envelope.metadata?.packetInfo) else { return }
    let isOwn = host.isOwn(source.address)
    guard isOwn || limiter.take(source.address, at: .now) else {
      return metrics.refuse(.tooMany, from: source.address)
    }
    do throws(WireError) {
      let packet = try NameServicePacket(decoding: envelope.data.readableBytesView)
      // A machine with two interfaces on one network hears its own claims.
      guard !isOwn || packet.message.isQuestion else { return }
      if case .releaseRequest(let record, _) = packet.message {
        interfaces[index].retries.release(record.name.name, by: source.address)
      }
      act(interfaces[index].node.receive(packet, from: source, at: .now), index, context)
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
    return interfaces.firstIndex { $0.place.interface.address == target }
      ?? interfaces.firstIndex { $0.place.interface.index == info.interfaceIndex }
  }

  private func act(
    _ actions: [EndNode.Action], _ index: Int, _ context: ChannelHandlerContext
  ) {
    for action in actions {
      switch action {
      case .owner(let action): act(action, index, context)
      case .server(let action): act(action, interfaces[index].place.interface, context)
      }
    }
  }

  private func act(_ action: NameOwner.Action, _ index: Int, _ context: ChannelHandlerContext) {
    let interface = interfaces[index].place.interface
    switch action {
    case .broadcast(let packet): broadcast(packet, on: interface, context)
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

  private func act(
    _ action: ServerRegistration.Action, _ interface: NetworkInterface,
    _ context: ChannelHandlerContext
  ) {
    switch action {
    case .send(let packet, let target): send(packet, to: target, context)
    case .registered(let name, let seconds):
      note("name registered at the WINS server for \(seconds) s", name, interface)
    case .unanswered:
      metrics.count("name-trouble")
      metrics.warn(
        "the WINS server does not answer", about: "wins",
        ["server": "\(settings.server ?? .any)"])
      // The way to the server may have changed without a change of an interface.
      context.eventLoop.assumeIsolated().execute { self.refresh(context) }
    case .refused, .released: break
    }
  }

  private func broadcast(
    _ packet: NameServicePacket, on interface: NetworkInterface, _ context: ChannelHandlerContext
  ) {
    guard let broadcast = interface.broadcast else { return }
    let port = UInt16(clamping: context.localAddress?.port ?? 137)
    // The routing table may lead to the same broadcast address over another interface.
    context.channel.chooseInterface(interface.index)
    send(packet, to: Endpoint(address: broadcast, port: port), context)
    context.channel.chooseInterface(nil)
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
