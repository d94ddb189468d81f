// SPDX-License-Identifier: Apache-2.0

import Fuzzing
import NetBIOS
import Wire

/// The server of names: claims, releases, and packets in between, with time going by.
///
/// An end-node of any type with a name server gets the same events.
///
///     0…15 claim | 16…31 release | 32…63 let time go by | 64… a packet: source, length, bytes
@main enum FuzzNameOwner: FuzzTarget {
  private static let maximumEventCount = 48

  private static let address = IPv4Address(192, 0, 2, 20)

  static func run(_ bytes: [UInt8]) {
    var owner = NameOwner(address: address, obeysConflictDemands: bytes.first == 0)
    let type = NodeType(rawValue: (bytes.last ?? 0) & 3) ?? .broadcast
    var node = EndNode(address: address, nodeType: type, server: IPv4Address(192, 0, 2, 1))
    var (now, id) = (ContinuousClock.now, UInt16(0x0100))
    var rest = bytes[...]
    // More events say nothing that fewer do not, and take longer.
    for _ in 0..<maximumEventCount {
      guard let code = rest.popFirst() else { break }
      id += 1
      switch code {
      case 0..<16:
        check(owner.claim(name(code), isGroup: code == 15, transactionID: id, at: now), owner)
        check(node.claim(name(code), isGroup: code == 15, transactionID: id, at: now), node)
      case 16..<32:
        check(owner.release(name(code), transactionID: id, at: now), owner)
        check(node.release(name(code), transactionID: id, at: now), node)
      case 32..<64:
        now += .milliseconds(Int(code) * 10)
        check(owner.advance(to: now), owner)
        check(node.advance(to: now), node)
      default:
        guard let source = rest.popFirst(), let length = rest.popFirst() else { return }
        let packet = rest.prefix(Int(length))
        rest = rest.dropFirst(Int(length))
        guard let packet = try? NameServicePacket(decoding: packet) else { continue }
        let from = Endpoint(address: IPv4Address(192, 0, 2, source), port: 137)
        check(owner.receive(packet, from: from), owner)
        check(node.receive(packet, from: from, at: now), node)
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
    end(node, at: now)
  }

  /// Releases all names of a node, which ends all its deadlines.
  private static func end(_ node: EndNode, at now: ContinuousClock.Instant) {
    var node = node
    for entry in node.table.entries {
      check(node.release(entry.name, transactionID: 0xFFFF, at: now), node)
    }
    for _ in 0..<(8 * NameTable.maximumCount) {
      guard let deadline = node.nextDeadline else { break }
      check(node.advance(to: deadline), node)
    }
    precondition(node.nextDeadline == nil && node.table.entries.isEmpty, "a name without an end")
    precondition((node.heldCount ?? 0) == 0, "a name that stays at the server")
  }

  private static func check(_ actions: [EndNode.Action], _ node: EndNode) {
    precondition(actions.count <= 4 * NameTable.maximumCount, "more than there are names")
    for case .server(.send(let packet, _)) in actions {
      let written = try? packet.encoded()
      precondition(
        written.flatMap { try? NameServicePacket(decoding: $0) } == packet,
        "what was written is not what is read")
    }
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
