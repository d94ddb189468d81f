// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Messages
import NetBIOS
import NetBIOSClient
import SMBMessaging

/// The delivery of one message to one destination on the network.
///
/// A message that cannot be sent this way fails in ``init(_:from:to:over:)``, before anything is sent.
final class RemoteDelivery: Sendable {
  /// A destination on the network.
  indirect enum Destination: Equatable, Sendable {
    /// The owner of a name.
    case name(String)

    /// The computer at an address, by the name of its messenger.
    case address(IPv4Address)

    /// The computers of a workgroup.
    case workgroup(String)
  }

  private indirect enum Packets: Sendable {
    case session(NetBIOSName, blocks: [[UInt8]])
    case sessionAtAddress(IPv4Address, blocks: [[UInt8]])
    case datagram(NetBIOSName, MailslotWrite)
  }

  private let access: NetworkAccess
  private let from: [UInt8]
  private let packets: Packets
  private let replacedCharacterCount: Int
  private let result = Guarded<DeliveryOutcome.Result?>(nil)

  /// Prepares a delivery.
  ///
  /// - Parameter from: The sender's name in the network's encoding, 1…15 bytes.
  /// - Throws: ``DeliveryFailure/message(_:)`` and ``DeliveryFailure/network(_:)`` for a text or a name
  ///   that cannot be sent this way.
  init(
    _ text: String, from: [UInt8], to destination: Destination, over access: NetworkAccess
  ) throws(DeliveryFailure) {
    self.access = access
    self.from = from
    replacedCharacterCount = access.settings.encoding.replacementCount(in: text)
    switch destination {
    case .name(let word):
      let name = try RemoteDelivery.name(word, .messenger, access)
      packets = .session(name, blocks: try RemoteDelivery.blocks(of: text, access))
    case .address(let address):
      packets = .sessionAtAddress(address, blocks: try RemoteDelivery.blocks(of: text, access))
    case .workgroup(let word):
      let group = try RemoteDelivery.name(word, .workstation, access)
      packets = .datagram(group, try RemoteDelivery.write(text, from: from, to: group, access))
    }
  }

  private static func name(
    _ word: String, _ suffix: NameSuffix, _ access: NetworkAccess
  ) throws(DeliveryFailure) -> NetBIOSName {
    do throws(NetworkFailure) { return try access.name(word, suffix) } catch {
      throw .network(error)
    }
  }

  private static func blocks(
    of text: String, _ access: NetworkAccess,
    blockLimit: Int = MessageText.maximumBlockByteCount,
    limit: Int = MessageText.maximumShownByteCount
  ) throws(DeliveryFailure) -> [[UInt8]] {
    do throws(MessageError) {
      return try access.settings.encoding.blocks(of: text, blockLimit: blockLimit, limit: limit)
    } catch {
      throw .message(error)
    }
  }

  private static func write(
    _ text: String, from: [UInt8], to group: NetBIOSName, _ access: NetworkAccess
  ) throws(DeliveryFailure) -> MailslotWrite {
    let terminatedNames = from.count + group.label.count + 3
    let limit = MailslotLimit.payloadByteCount(.messenger, to: .domain) - terminatedNames
    let blocks = try blocks(of: text, access, blockLimit: limit, limit: limit)
    let body = MessengerBody(from: from, to: Array(group.label), text: Array(blocks.joined()))
    do throws(NetworkFailure) {
      return MailslotWrite(to: .messenger, data: try NetworkFailure.encoding(body))
    } catch {
      throw .network(error)
    }
  }

  /// Sends the message, and keeps the result for ``result(goal:)``.
  func send(until deadline: Deadline) {
    let result: DeliveryOutcome.Result
    do throws(NetworkFailure) {
      result = .success(try sent(until: deadline))
    } catch {
      result = .failure(.network(error))
    }
    self.result.withLock { $0 = result }
  }

  /// The state of the message, or why it is not in a state as far as `goal`.
  ///
  /// Nothing comes back from the network after the answer to the message, so `stored` is the last state.
  func result(goal: MessageState) -> DeliveryOutcome.Result {
    switch result.withLock({ $0 }) {
    case nil: .failure(.notReached(goal, reached: nil))
    case .success(let reached)? where !reached.state.hasReached(goal):
      .failure(.notReached(goal, reached: reached.state))
    case let result?: result
    }
  }

  private func sent(until deadline: Deadline) throws(NetworkFailure) -> DeliveryOutcome.Reached {
    var reached = DeliveryOutcome.Reached(state: .stored, isInSpool: false, answer: nil)
    reached.replacedCharacterCount = replacedCharacterCount
    let lookup = NameLookup(access.settings)
    switch packets {
    case .session(let name, let blocks):
      guard case .computer(let addresses) = try lookup.owners(of: name, until: deadline) else {
        throw .nameNotFound(name.description)
      }
      try call(name, at: addresses, blocks, until: deadline)
    case .sessionAtAddress(let address, let blocks):
      // A computer that does not tell its names may take calls; smbclient calls the address then.
      let unnamed = try access.name(address.description, .messenger)
      let status = try lookup.status(of: address, until: deadline)
      try call(status?.messengerName ?? unnamed, at: [address], blocks, until: deadline)
    case .datagram(let group, let write):
      try DatagramSender(access).write(write, toGroup: group)
      reached.isConfirmed = false
      let limit = MailslotLimit.portablePayloadByteCount(.messenger)
      if write.data.count > limit {
        reached.portableByteCount = limit - from.count - group.label.count - 3
      }
    }
    return reached
  }

  private func call(
    _ called: NetBIOSName, at addresses: [IPv4Address], _ blocks: [[UInt8]],
    until deadline: Deadline
  ) throws(NetworkFailure) {
    let call = try MessageCall(
      of: called, from: access.ownName(.workstation), originatorName: from, blocks: blocks)
    var failure = NetworkFailure.nameNotFound(called.description)
    for address in addresses {
      let endpoint = Endpoint(address: address, port: access.settings.sessionPort)
      do throws(NetworkFailure) {
        return try call.make(to: endpoint, until: deadline)
      } catch {
        // A computer that took the call may have the message, and a second call could deliver it twice.
        guard case .unreachable = error else { throw error }
        failure = error
      }
    }
    throw failure
  }
}
