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
  private var receiver: DatagramReceiver
  private var underWay = 0

  /// The most deliveries that may be under way.
  static let maximumUnderWay = 64

  init(
    surroundings: Surroundings, post: any LocalPost, tally: Tally, announcements: Announcements,
    limit: SourceLimit
  ) {
    self.announcements = announcements
    self.surroundings = surroundings
    self.post = post
    self.tally = tally
    receiver = DatagramReceiver(limit: limit)
  }

  /// Takes one packet.
  func take(_ packet: ByteBuffer, from source: IPv4Address, on loop: any EventLoop) {
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
      deliver(on: loop) {
        await post.deliver(message).isSuccess ? "datagram-message" : "undelivered"
      }
    case .success(.announcement(let announcement, let workgroup)):
      let isTaken = announcements.hear(announcement, in: workgroup, from: source, at: .now)
      isTaken ? tally.count("announcement") : tally.refuse(.overloaded, from: source)
    case .success(.write(let write)):
      deliver(on: loop) {
        await post.write(write)
        return "write"
      }
    }
  }

  private func deliver(
    on loop: any EventLoop, _ body: @escaping @Sendable () async -> String
  ) {
    underWay += 1
    // A task of its own, which ends in a few seconds: the loop serves others meanwhile.
    loop.makeFutureWithTask(body).assumeIsolated().whenSuccess { word in
      self.underWay -= 1
      self.tally.count(word)
    }
  }
}
