// SPDX-License-Identifier: Apache-2.0

import Fuzzing
import NetBIOS
import Wire

/// The server of names: claims, releases, and packets in between, with time going by.
///
///     0…15 claim | 16…31 release | 32…63 let time go by | 64… a packet: source, length, bytes
@main enum FuzzNameOwner: FuzzTarget {
  private static let maximumEventCount = 48

  private static let address = IPv4Address(192, 0, 2, 20)

  static func run(_ bytes: [UInt8]) {
    var owner = NameOwner(address: address, obeysConflictDemands: bytes.first == 0)
    var (now, id) = (ContinuousClock.now, UInt16(0x0100))
    var rest = bytes[...]
    // More events say nothing that fewer do not, and take longer.
    for _ in 0..<maximumEventCount {
      guard let code = rest.popFirst() else { break }
      id += 1
      switch code {
      case 0..<16:
        check(owner.claim(name(code), isGroup: code == 15, transactionID: id, at: now), owner)
      case 16..<32: check(owner.release(name(code), transactionID: id, at: now), owner)
      case 32..<64:
        now += .milliseconds(Int(code) * 10)
        check(owner.advance(to: now), owner)
      default:
        guard let source = rest.popFirst(), let length = rest.popFirst() else { return }
        let packet = rest.prefix(Int(length))
        rest = rest.dropFirst(Int(length))
        guard let packet = try? NameServicePacket(decoding: packet) else { continue }
        let from = Endpoint(address: IPv4Address(192, 0, 2, source), port: 137)
        check(owner.receive(packet, from: from), owner)
      }
    }
    // After all events, the owner still ends.
    for _ in 0..<(4 * NameTable.maximumCount) {
      guard let deadline = owner.nextDeadline else { break }
      check(owner.advance(to: deadline), owner)
    }
    precondition(owner.nextDeadline == nil, "something that never ends")
    precondition(
      owner.table.entries.allSatisfy { $0.state == .owned || $0.state == .conflict },
      "a name that is neither ours nor not")
  }

  private static func name(_ code: UInt8) -> NetBIOSName {
    let labels = ["BRAVO", "WORKGROUP", "OPS"]
    guard let name = try? NetBIOSName(labels[Int(code) % 3], suffix: .messenger) else {
      preconditionFailure("no name")
    }
    return name
  }

  private static func check(_ actions: [NameOwner.Action], _ owner: NameOwner) {
    precondition(actions.count <= 2 * NameTable.maximumCount, "more than there are names")
    precondition(owner.table.entries.count <= NameTable.maximumCount, "too many names")
    for action in actions {
      switch action {
      case .broadcast(let packet), .send(let packet, _):
        let written = try? packet.encoded()
        precondition(written.map { $0.count <= 576 } == true, "longer than a packet")
        precondition(
          written.flatMap { try? NameServicePacket(decoding: $0) } == packet,
          "what was written is not what is read")
      case .claimed(let name): precondition(owner.table.owns(name), "a name that is not ours")
      case .refused, .released, .defended, .overridden, .conflictDemanded: break
      }
    }
  }
}
