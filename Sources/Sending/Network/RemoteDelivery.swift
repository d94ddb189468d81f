// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Mailslots
import Messages
import NetBIOS
import SMBMessaging

/// One message on its way to one name on the network.
///
/// Whatever is wrong with the message itself is known before anything is sent.
final class RemoteDelivery: Sendable {
  /// Whom a message is for.
  enum Destination: Equatable, Sendable {
    /// Whoever has the name.
    case name(String)

    /// The computer at the address, by whatever name its messenger has.
    case address(IPv4Address)

    /// The computers of a workgroup.
    case workgroup(String)
  }

  private enum Way: Sendable {
    case name(NetBIOSName, blocks: [[UInt8]])
    case address(IPv4Address, blocks: [[UInt8]])
    case group(NetBIOSName, MailslotWrite)
  }

  private let access: NetworkAccess
  private let from: [UInt8]
  private let way: Way
  private let replacedCharacterCount: Int
  private let result = Guarded<Result<SendOutcome.Reached, SendFailure>?>(nil)

  /// Prepares a message.
  ///
  /// - Parameter from: The sender's name in the network's encoding, 1…15 bytes.
  /// - Throws: ``SendFailure`` for a text or a name that cannot be sent this way.
  init(
    _ text: String, from: [UInt8], to destination: Destination, over access: NetworkAccess
  ) throws(SendFailure) {
    self.access = access
    self.from = from
    replacedCharacterCount = access.settings.encoding.replacementCount(in: text)
    switch destination {
    case .name(let word):
      let name = try SendFailure.translating { () throws(NetworkFailure) in
        try access.name(word, .messenger)
      }
      way = .name(name, blocks: try RemoteDelivery.blocks(of: text, access))
    case .address(let address):
      way = .address(address, blocks: try RemoteDelivery.blocks(of: text, access))
    case .workgroup(let word):
      let group = try SendFailure.translating { () throws(NetworkFailure) in
        try access.name(word, .workstation)
      }
      way = .group(group, try RemoteDelivery.write(text, from: from, to: group, access))
    }
  }

  private static func blocks(
    of text: String, _ access: NetworkAccess
  ) throws(SendFailure) -> [[UInt8]] {
    try SendFailure.translating { () throws(MessageError) in
      try access.settings.encoding.blocks(
        of: text, blockLimit: MessageText.maximumBlockByteCount,
        limit: MessageText.maximumShownByteCount)
    }
  }

  private static func write(
    _ text: String, from: [UInt8], to group: NetBIOSName, _ access: NetworkAccess
  ) throws(SendFailure) -> MailslotWrite {
    let terminatedNames = from.count + group.label.count + 3
    let limit = MailslotLimit.payloadByteCount(.messenger, to: .domain) - terminatedNames
    let blocks = try SendFailure.translating { () throws(MessageError) in
      try access.settings.encoding.blocks(of: text, blockLimit: limit, limit: limit)
    }
    let body = MessengerBody(from: from, to: Array(group.label), text: Array(blocks.joined()))
    return try SendFailure.translating { () throws(NetworkFailure) in
      MailslotWrite(to: .messenger, data: try NetworkFailure.encoding(body))
    }
  }

  /// Sends the message, and keeps what became of it for ``reached``.
  func send(until deadline: Deadline) {
    let result: Result<SendOutcome.Reached, SendFailure>
    do throws(NetworkFailure) {
      result = .success(try sent(until: deadline))
    } catch {
      result = .failure(.network(error))
    }
    self.result.withLock { $0 = result }
  }

  /// What became of the message.
  var reached: Result<SendOutcome.Reached, SendFailure> {
    result.withLock { $0 } ?? .failure(.notReached(.stored, reached: nil))
  }

  private func sent(until deadline: Deadline) throws(NetworkFailure) -> SendOutcome.Reached {
    var reached = SendOutcome.Reached(state: .stored, isInSpool: false, answer: nil)
    reached.replacedCharacterCount = replacedCharacterCount
    let lookup = NameLookup(access.settings)
    switch way {
    case .name(let name, let blocks):
      guard case .computer(let addresses) = try lookup.owners(of: name, until: deadline) else {
        throw .nameNotFound(name.description)
      }
      try call(name, at: addresses, blocks, until: deadline)
    case .address(let address, let blocks):
      // Who does not tell his names may still take calls; Samba's own client then calls the address.
      let unnamed = try access.name(address.description, .messenger)
      let status = try lookup.status(of: address, until: deadline)
      try call(status?.messengerName ?? unnamed, at: [address], blocks, until: deadline)
    case .group(let group, let write):
      try DatagramSender(access).write(write, toGroup: group)
      reached.isConfirmed = false
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
        // Who took the call may have the message: another try could make it two.
        guard case .unreachable = error else { throw error }
        failure = error
      }
    }
    throw failure
  }
}
