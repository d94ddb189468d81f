// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NetBIOS
import SMBMessaging

/// Where all datagrams go, whichever way they came: from the port, or from Samba's nmbd.
///
/// It belongs to the event loop.
final class DatagramDesk {
  private let surroundings: Surroundings
  private let post: any LocalPost
  private let tally: Tally
  private let announcements: Announcements
  private let deliveries: LoopTasks
  private var receiver: DatagramReceiver
  private var underWay = 0

  /// The most deliveries that may be under way.
  static let maximumUnderWay = 64

  init(
    surroundings: Surroundings, post: any LocalPost, tally: Tally, announcements: Announcements,
    limit: SourceLimit, deliveries: LoopTasks
  ) {
    self.deliveries = deliveries
    self.announcements = announcements
    self.surroundings = surroundings
    self.post = post
    self.tally = tally
    receiver = DatagramReceiver(limit: limit)
  }

  /// Takes one packet.
  func take(_ packet: ByteBuffer, from source: IPv4Address) {
    guard surroundings.hears(source) else { return tally.refuse(.foreignSource, from: source) }
    guard underWay < DatagramDesk.maximumUnderWay else {
      return tally.refuse(.overloaded, from: source)
    }
    let post = post
    switch receiver.receive(
      packet.readableBytesView, from: source, isOwn: surroundings.isOwn(source),
      names: surroundings.names, admits: post.admits, at: .now)
    {
    case .failure(let refusal): tally.refuse(refusal, from: source)
    case .success(.message(let message)):
      deliver(from: source) {
        await post.deliver(message).isSuccess ? "datagram-message" : "undelivered"
      }
    case .success(.announcement(let announcement, let workgroup)):
      let isTaken = announcements.hear(announcement, in: workgroup, from: source, at: .now)
      isTaken ? tally.count("announcement") : tally.refuse(.overloaded, from: source)
    case .success(.write(let write)):
      deliver(from: source) {
        await post.write(write)
        return "write"
      }
    }
  }

  private func deliver(
    from source: IPv4Address, _ body: @escaping @Sendable () async -> String
  ) {
    let isBegun = deliveries.begin(body) { word in
      self.underWay -= 1
      self.tally.count(word)
    }
    guard isBegun else { return tally.refuse(.overloaded, from: source) }
    underWay += 1
  }
}
