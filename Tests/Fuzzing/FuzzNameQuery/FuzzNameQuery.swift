// SPDX-License-Identifier: Apache-2.0

import Fuzzing
import NetBIOS
import Wire

/// The client of the name service: packets that arrive during a name query and a node status query.
///
///     0…63 let time go by | 64… a packet: source, length, bytes
@main enum FuzzNameQuery: FuzzTarget {
  private static let maximumEventCount = 48

  static func run(_ bytes: [UInt8]) {
    guard let name = try? NetBIOSName("BRAVO", suffix: .messenger) else { return }
    var now = ContinuousClock.now
    let server = IPv4Address(192, 0, 2, 1)
    var query = NameQuery(
      ScopedName(name), server: bytes.first == 0 ? server : nil,
      nodeType: bytes.last == 0 ? .mixed : .hybrid, transactionID: 0x0202)
    var status = NodeStatusQuery(to: IPv4Address(192, 0, 2, 20), transactionID: 0x0505)
    _ = (query.start(at: now), status.start(at: now))
    var rest = bytes[...]
    // More events say nothing that fewer do not, and take longer.
    for _ in 0..<maximumEventCount {
      guard let code = rest.popFirst() else { break }
      guard code >= 64 else {
        now += .milliseconds(Int(code) * 10)
        _ = (query.advance(to: now), status.advance(to: now))
        continue
      }
      guard let source = rest.popFirst(), let length = rest.popFirst() else { break }
      let packet = rest.prefix(Int(length))
      rest = rest.dropFirst(Int(length))
      guard let packet = try? NameServicePacket(decoding: packet) else { continue }
      let from = Endpoint(address: IPv4Address(192, 0, 2, source), port: 137)
      _ = query.receive(packet, from: from, at: now)
      for case .found(let status) in status.receive(packet, from: from, at: now) {
        _ = (status.computerName, status.messengerName, status.messengerNames)
      }
    }
    for _ in 0..<16 {
      if let deadline = query.nextDeadline { _ = query.advance(to: deadline) }
      if let deadline = status.nextDeadline { _ = status.advance(to: deadline) }
    }
    precondition(query.nextDeadline == nil && status.nextDeadline == nil, "a look without an end")
  }
}
