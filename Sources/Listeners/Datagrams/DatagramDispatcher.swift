// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NetBIOS
import SMBMessaging

/// Takes all datagrams, from the port and from Samba's nmbd, and begins their delivery.
///
/// The event loop owns it.
final class DatagramDispatcher {
  private let host: HostNetworkState
  private let sink: any MessageSink
  private let metrics: Metrics
  private let browseList: SharedBrowseList
  private let deliveries: LoopTasks
  private var receiver: DatagramReceiver
  private var underWay = CountBySource(total: 2048, perSource: 256)

  init(
    host: HostNetworkState, sink: any MessageSink, metrics: Metrics,
    browseList: SharedBrowseList, limits: DatagramLimits, deliveries: LoopTasks
  ) {
    self.deliveries = deliveries
    self.browseList = browseList
    self.host = host
    self.sink = sink
    self.metrics = metrics
    receiver = DatagramReceiver(limits: limits)
  }

  /// Takes one packet.
  func take(_ packet: ByteBuffer, from source: IPv4Address) {
    guard host.accepts(source) else { return metrics.refuse(.foreignSource, from: source) }
    guard underWay.hasRoom(for: source) else { return metrics.refuse(.overloaded, from: source) }
    let sink = sink
    switch receiver.receive(
      packet.readableBytesView, from: source, isOwn: host.isOwn(source),
      names: host.names, admits: sink.admits, at: .now)
    {
    case .failure(let refusal): metrics.refuse(refusal, from: source)
    case .success(.message(let message)):
      begin(from: source) { conclude in
        sink.deliver(message) { conclude($0.isSuccess ? "datagram-message" : "undelivered") }
      }
    case .success(.announcement(let announcement, let workgroup)):
      let isTaken = browseList.receive(announcement, in: workgroup, from: source, at: .now)
      isTaken ? metrics.count("announcement") : metrics.refuse(.overloaded, from: source)
    case .success(.write(let write)):
      begin(from: source) { conclude in
        sink.write(write) { conclude("write") }
      }
    }
  }

  private func begin(
    from source: IPv4Address, _ start: (@escaping @Sendable (String) -> Void) -> Void
  ) {
    let isBegun = deliveries.begin(start) { label in
      self.underWay.remove(source)
      self.metrics.count(label)
    }
    guard isBegun else { return metrics.refuse(.overloaded, from: source) }
    underWay.add(source)
  }
}
