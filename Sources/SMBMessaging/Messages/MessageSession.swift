// SPDX-License-Identifier: Apache-2.0

import Messages
public import Wire

/// The receiving side of the messages of one session: an SMB in, an action out.
///
///     0xD0 ───────────────────────────────► deliver ──conclude──► reply
///     0xD5 ──► reply with a group identifier
///     0xD7 ──► reply                 (any number of them)
///     0xD6 ───────────────────────────────► deliver ──conclude──► reply
///
/// Every SMB gets exactly one reply. The last reply waits until the message is stored, so that success
/// means stored. The owner of the connection handles session packets and timeouts. Source: [MS-MSRP]
/// 3.2.4.5; `Samba:source3/smbd/smb1_message.c` for the deviations that are tolerated.
public struct MessageSession: Sendable {
  /// The limits of one message.
  public struct Limits: Equatable, Sendable {
    /// The longest text of one block, in bytes.
    public var blockByteCount = MessageText.maximumBlockByteCount

    /// The longest text of a message, in bytes: what a Windows server shows, [MS-MSRP] note 24.
    public var textByteCount = MessageText.maximumShownByteCount

    /// The most blocks of a message, because each takes memory; smbclient fills at most 34.
    public var blockCount = 256

    /// Creates the usual limits.
    public init() {}
  }

  /// A step for the owner of the connection to take.
  public enum Action: Equatable, Sendable {
    /// Send this SMB back.
    case reply([UInt8])

    /// Store the message, then call ``MessageSession/conclude(_:)``.
    case deliver(ReceivedMessage)

    /// Close without a reply.
    case close(CloseReason)
  }

  /// Why the receiving side closes a session.
  public enum CloseReason: Equatable, Sendable {
    /// The bytes are not an SMB, or not one that carries a message.
    case malformed(WireError)

    /// An SMB came before the reply to the previous one, or a conclusion without a message.
    case outOfTurn
  }

  private struct Assembly {
    let groupID: UInt16
    var message: ReceivedMessage
  }

  /// How many steps the session has made towards messages.
  ///
  /// A part of a message is a step when the session has had fewer parts since its last message was stored.
  /// So a sender that begins one message again and again makes no steps.
  public private(set) var stepCount = 0

  /// The most parts of one message that have arrived since the last message was stored.
  private var mostParts = 0

  private let limits: Limits
  private var lastGroupID: UInt16 = 0
  private var assembly: Assembly?
  private var awaiting: SMBHeader?

  /// Creates the state of a session that was just opened.
  public init(limits: Limits = Limits()) {
    self.limits = limits
  }

  /// Takes the next SMB: the data of one session message.
  public mutating func receive(_ bytes: some Collection<UInt8>) -> Action {
    guard awaiting == nil else { return .close(.outOfTurn) }
    do throws(WireError) {
      var reader = ByteReader(bytes)
      let request = try MessageRequest(decoding: &reader)
      return take(request.block, request.header)
    } catch  where error.field == "Command" {
      return refuseCommand(bytes, error)
    } catch {
      return .close(.malformed(error))
    }
  }

  /// Answers the sender of the message in the last ``Action/deliver(_:)``.
  ///
  /// - Parameter status: ``SMBStatus/success`` when the message is stored, else the reason:
  ///   ``SMBStatus/messagesOff``, ``SMBStatus/noRoom``, ``SMBStatus/paused``.
  public mutating func conclude(_ status: SMBStatus) -> Action {
    guard let header = awaiting else { return .close(.outOfTurn) }
    awaiting = nil
    if status.isSuccess {
      mostParts = 0
      stepCount += 1
    }
    return reply(header, status)
  }

  private mutating func take(_ block: MessageBlock, _ header: SMBHeader) -> Action {
    switch block {
    case .single(let from, let to, let text):
      var message = ReceivedMessage(originatorName: from, destinationName: to)
      guard append(text, to: &message) else { return reply(header, .noRoom) }
      return deliver(message, header)
    case .start(let from, let to):
      // Below 256, because Net::NetSend reads only one byte of it.
      lastGroupID = lastGroupID % 255 + 1
      assembly = Assembly(
        groupID: lastGroupID,
        message: ReceivedMessage(originatorName: from, destinationName: to))
      noteParts(1)
      return reply(header, groupID: lastGroupID)
    case .text(let groupID, let text):
      guard var current = current(groupID) else { return reply(header, .invalidParameter) }
      // A message without its full text is not delivered.
      guard append(text, to: &current.message) else {
        assembly = nil
        return reply(header, .noRoom)
      }
      assembly = current
      noteParts(1 + current.message.blocks.count)
      return reply(header)
    case .end(let groupID):
      guard let current = current(groupID) else { return reply(header, .invalidParameter) }
      assembly = nil
      return deliver(current.message, header)
    }
  }

  private mutating func noteParts(_ count: Int) {
    guard count > mostParts else { return }
    mostParts = count
    stepCount += 1
  }

  /// The message under way; group 0 comes from senders that ignore the identifier in the reply.
  private func current(_ groupID: UInt16) -> Assembly? {
    guard let assembly, groupID == assembly.groupID || groupID == 0 else { return nil }
    return assembly
  }

  private func append(_ text: [UInt8], to message: inout ReceivedMessage) -> Bool {
    guard text.count <= limits.blockByteCount,
      message.textByteCount + text.count <= limits.textByteCount,
      text.isEmpty || message.blocks.count < limits.blockCount
    else { return false }
    if !text.isEmpty { message.blocks.append(text) }
    return true
  }

  private mutating func deliver(_ message: ReceivedMessage, _ header: SMBHeader) -> Action {
    awaiting = header
    return .deliver(message)
  }

  private func refuseCommand(_ bytes: some Collection<UInt8>, _ error: WireError) -> Action {
    var reader = ByteReader(bytes)
    guard let header = try? SMBHeader(decoding: &reader) else { return .close(.malformed(error)) }
    return reply(header, .unknownCommand)
  }

  private func reply(
    _ header: SMBHeader, _ status: SMBStatus = .success, groupID: UInt16? = nil
  ) -> Action {
    do throws(WireError) {
      return .reply(try MessageReply(to: header, status, groupID: groupID).encoded())
    } catch {
      return .close(.malformed(error))
    }
  }
}
