// SPDX-License-Identifier: Apache-2.0

import Messages
public import Wire

/// The sending side of one message over an open session: a reply in, the next SMB out.
///
///     single block  0xD0 ──reply──► finished
///     multi-block   0xD5 ──reply──► 0xD7 ──reply──► … 0xD6 ──reply──► finished
///
/// smbd hangs up on a single block, so a sender uses the multi-block form for smbd and for receivers
/// of unknown make; any other receiver may get a single block. smbd gives no group identifier, and passes
/// 0x14 on as it is, so it gets LF for a new line. Source: [MS-MSRP] 3.2.4.4 and note 25.
public struct MessageTransmission: Sendable {
  /// The form of a message.
  public enum Form: Sendable {
    /// One block if the text fits one.
    case singleBlock

    /// Start, text, end; the form that smbd takes.
    case multiBlock
  }

  /// A step for the owner of the connection to take.
  public indirect enum Action: Equatable, Sendable {
    /// Send this SMB and wait for the reply.
    case send([UInt8])

    /// The receiver has the message.
    case finished

    /// The transmission has failed: close.
    case failed(MessageTransmissionFailure)
  }

  private let parts: [MessageBlock]
  private var sentCount = 0
  private var groupID: UInt16 = 0
  private var isToSamba = false
  private var outcome: Action?

  /// Creates a transmission that has not begun.
  ///
  /// - Parameters:
  ///   - originatorName: The sender; 1…15 OEM bytes.
  ///   - destinationName: The recipient; 1…15 OEM bytes.
  ///   - blocks: The text in OEM bytes, cut between characters into blocks of 1…128 bytes; 0x14 for
  ///     a new line.
  ///   - form: The form to use.
  /// - Throws: `WireError` about `OriginatorName`, `DestinationName` or `Text`: empty
  ///   (`WireError.Reason.truncated(needed:available:)`), too long, or with a NUL inside.
  public init(
    originatorName: [UInt8], destinationName: [UInt8], blocks: [[UInt8]], form: Form
  ) throws(WireError) {
    let limit = MessageName.maximumLegacyByteCount
    try MessageTransmission.check(originatorName, "OriginatorName", limit: limit)
    try MessageTransmission.check(destinationName, "DestinationName", limit: limit)
    for block in blocks {
      try MessageTransmission.check(block, "Text", limit: MessageText.maximumBlockByteCount)
    }
    guard blocks.reduce(0, { $0 + $1.count }) <= MessageText.maximumShownByteCount else {
      throw WireError(
        .tooLong(limit: MessageText.maximumShownByteCount), in: "Text", at: 0)
    }
    guard let first = blocks.first else {
      throw WireError(.truncated(needed: 1, available: 0), in: "Text", at: 0)
    }
    if form == .singleBlock, blocks.count == 1 {
      parts = [
        .single(originatorName: originatorName, destinationName: destinationName, text: first)
      ]
    } else {
      parts =
        [.start(originatorName: originatorName, destinationName: destinationName)]
        + blocks.map { .text(groupID: 0, $0) } + [.end(groupID: 0)]
    }
  }

  /// Begins with the first SMB.
  public mutating func start() -> Action { advance() }

  /// Takes a reply: the data of one session message.
  public mutating func receive(_ bytes: some Collection<UInt8>) -> Action {
    guard outcome == nil, sentCount > 0 else { return outcome ?? advance() }
    do throws(WireError) {
      var reader = ByteReader(bytes)
      let reply = try MessageReply(decoding: &reader)
      let command = MessageRequest(parts[sentCount - 1]).header.command
      guard reply.header.command == command else {
        return end(.failed(.unexpectedReply(reply.header.command)))
      }
      guard reply.header.status.isSuccess else {
        return end(.failed(.refused(reply.header.status, command)))
      }
      if command == .multiBlockStart {
        groupID = reply.groupID ?? 0
        isToSamba = reply.groupID == nil
      }
    } catch {
      return end(.failed(.malformedReply(error)))
    }
    return advance()
  }

  /// Ends the transmission because the connection has ended.
  public mutating func disconnect() -> Action {
    outcome ?? end(.failed(.disconnected(isDeliveryUnknown: isAllSent)))
  }

  /// Ends the transmission because the reply did not come in time.
  public mutating func timeOut() -> Action {
    outcome ?? end(.failed(.timedOut(isDeliveryUnknown: isAllSent)))
  }

  private var isAllSent: Bool { sentCount == parts.count }

  private mutating func advance() -> Action {
    guard !isAllSent else { return end(.finished) }
    let part =
      switch parts[sentCount] {
      case .text(_, let text):
        MessageBlock.text(
          groupID: groupID, isToSamba ? text.map { $0 == 0x14 ? 0x0A : $0 } : text)
      case .end: MessageBlock.end(groupID: groupID)
      case let other: other
      }
    sentCount += 1
    do throws(WireError) {
      return .send(try MessageRequest(part).encoded())
    } catch {
      return end(.failed(.malformedReply(error)))
    }
  }

  private mutating func end(_ action: Action) -> Action {
    outcome = action
    return action
  }

  private static func check(
    _ bytes: [UInt8], _ field: String, limit: Int
  ) throws(WireError) {
    guard !bytes.isEmpty else {
      throw WireError(.truncated(needed: 1, available: 0), in: field, at: 0)
    }
    guard bytes.count <= limit else { throw WireError(.tooLong(limit: limit), in: field, at: 0) }
    if let offset = bytes.firstIndex(of: 0) {
      throw WireError(.unexpected(value: 0), in: field, at: offset)
    }
  }
}
