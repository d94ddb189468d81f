// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NetBIOS
import SMBMessaging

/// Where all datagrams go, whichever way they came: from the port, or from Samba's nmbd.
///
/// It belongs to the event loop.
final class DatagramDispatcher {
  private let surroundings: HostNetworkState
  private let post: any MessageSink
  private let tally: Metrics
  private let announcements: Announcements
  private let deliveries: LoopTasks
  private var receiver: DatagramReceiver
  private var underWay = CountBySource(total: 2048, perSource: 256)

  init(
    surroundings: HostNetworkState, post: any MessageSink, tally: Metrics,
    announcements: Announcements,
    limits: DatagramLimits, deliveries: LoopTasks
  ) {
    self.deliveries = deliveries
    self.announcements = announcements
    self.surroundings = surroundings
    self.post = post
    self.tally = tally
    receiver = DatagramReceiver(limits: limits)
  }

  /// Takes one packet.
  func take(_ packet: ByteBuffer, from source: IPv4Address) {
    guard surroundings.hears(source) else { return tally.refuse(.foreignSource, from: source) }
    guard underWay.hasRoom(for: source) else { return tally.refuse(.overloaded, from: source) }
    let post = post
    switch receiver.receive(
      packet.readableBytesView, from: source, isOwn: surroundings.isOwn(source),
      names: surroundings.names, admits: post.admits, at: .now)
    {
    case .failure(let refusal): tally.refuse(refusal, from: source)
    case .success(.message(let message)):
      begin(from: source) { conclude in
        post.deliver(message) { conclude($0.isSuccess ? "datagram-message" : "undelivered") }
      }
    case .success(.announcement(let announcement, let workgroup)):
      let isTaken = announcements.hear(announcement, in: workgroup, from: source, at: .now)
      isTaken ? tally.count("announcement") : tally.refuse(.overloaded, from: source)
    case .success(.write(let write)):
      begin(from: source) { conclude in
        post.write(write) { conclude("write") }
      }
    }
  }

  private func begin(
    from source: IPv4Address, _ start: (@escaping @Sendable (String) -> Void) -> Void
  ) {
    let isBegun = deliveries.begin(start) { word in
      self.underWay.remove(source)
      self.tally.count(word)
    }
    guard isBegun else { return tally.refuse(.overloaded, from: source) }
    underWay.add(source)
  }
}
