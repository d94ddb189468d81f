// SPDX-License-Identifier: Apache-2.0

import Fuzzing
import Messages
import NetBIOS
import RateLimits
import SMBMessaging
import Wire

@testable import Listeners

/// The way from UDP 138 to the mailslots: names, messages, writes, announcements, limits.
@main enum FuzzDatagramReceiver: FuzzTarget {
  private static let names = LocalNames(
    machine: "BRAVO", workgroup: "WORKGROUP", present: ["anna"],
    addresses: [IPv4Address(192, 0, 2, 20)])

  private static var limits: DatagramLimits {
    var limits = DatagramLimits()
    limits.perSource = RateLimit(count: 1_000_000, per: .seconds(1))
    limits.total = limits.perSource
    return limits
  }

  // Both keep their state from one packet to the next, as in a gateway.
  nonisolated(unsafe) private static var receiver =  // libFuzzer calls on one thread.
    DatagramReceiver(limits: limits)
  nonisolated(unsafe) private static var browseList = BrowseList()  // The same thread.

  static func run(_ bytes: [UInt8]) {
    let now = ContinuousClock.now
    let source = IPv4Address(rawValue: bytes.reduce(0xC000_0200) { $0 &* 31 &+ UInt32($1) })
    let result = receiver.receive(
      bytes, from: source, isOwn: bytes.count % 7 == 0, names: names,
      admits: { $0 != .browser && $0.path.count < 8 }, at: now)
    switch result {
    case .failure(let refusal): _ = refusal.label
    case .success(.message(let message)):
      precondition(message.from.count <= 15 && message.blocks.count == 1)
      _ = MessageText.decode(blocks: message.blocks, codePage: .cp850)
    case .success(.write(let write)): precondition(write.data.count <= 1024)
    case .success(.announcement(let announcement, let workgroup)):
      _ = browseList.receive(announcement, in: workgroup, from: source, at: now)
      precondition(browseList.computers.count <= BrowseList.maximumCount)
    }
  }
}
