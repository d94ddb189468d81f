// SPDX-License-Identifier: Apache-2.0

import Messages
import SMBMessaging
import Testing
import Wire

@Suite struct MessageTransmissionTests {
  private let from = Array("ALPHA".utf8)
  private let to = Array("BRAVO".utf8)

  private func transmission(
    _ blocks: [[UInt8]], _ form: MessageTransmission.Form = .multiBlock
  ) throws -> MessageTransmission {
    try MessageTransmission(
      originatorName: from, destinationName: to, blocks: blocks, form: form)
  }

  private func send(_ block: MessageBlock) throws -> MessageTransmission.Action {
    .send(try MessageRequest(block).encoded())
  }

  private func reply(
    _ block: MessageBlock, _ status: SMBStatus = .success, groupID: UInt16? = nil
  ) throws -> [UInt8] {
    try MessageReply(to: MessageRequest(block).header, status, groupID: groupID).encoded()
  }

  private var start: MessageBlock { .start(originatorName: from, destinationName: to) }

  @Test func `one block is sent as a single block`() throws {
    let block = MessageBlock.single(originatorName: from, destinationName: to, text: [1])
    var sender = try transmission([[1]], .singleBlock)
    #expect(try sender.start() == send(block))
    #expect(try sender.receive(reply(block)) == .finished)
  }

  @Test(arguments: [nil, 0, 7, 0x1234] as [UInt16?])
  func `several blocks are sent with the identifier of the reply, or 0`(groupID: UInt16?) throws {
    let group = groupID ?? 0
    var sender = try transmission([[1], [2]], .singleBlock)
    #expect(try sender.start() == send(start))
    #expect(
      try sender.receive(reply(start, groupID: groupID)) == send(.text(groupID: group, [1])))
    #expect(
      try sender.receive(reply(.text(groupID: 0, []))) == send(.text(groupID: group, [2])))
    #expect(try sender.receive(reply(.text(groupID: 0, []))) == send(.end(groupID: group)))
    #expect(try sender.receive(reply(.end(groupID: 0))) == .finished)
    #expect(sender.disconnect() == .finished)
  }

  @Test(arguments: [(nil, 0x0A), (0, 0x14), (7, 0x14)] as [(UInt16?, UInt8)])
  func `a receiver without a group identifier is smbd, which gets LF`(
    groupID: UInt16?, lineEnd: UInt8
  ) throws {
    var sender = try transmission([[0x61, 0x14, 0x62]])
    _ = sender.start()
    #expect(
      try sender.receive(reply(start, groupID: groupID))
        == send(.text(groupID: groupID ?? 0, [0x61, lineEnd, 0x62])))
  }

  @Test func `smbd gets one block in the multi-block form`() throws {
    var sender = try transmission([[1]])
    #expect(try sender.start() == send(start))
  }

  @Test(arguments: [
    (SMBStatus.paused, Win32Error.remotePaused), (.messagesOff, .badReceive),
    (.noRoom, .nameInUse), (.tooManyNames, .remoteAliasTableFull),
    (.requestNotAccepted, .badReceive),
    (SMBStatus(ntStatus: 0xC000_00D0), .badReceive),
  ])
  func `a refusal ends the transmission with its error number`(
    status: SMBStatus, code: Win32Error
  ) throws {
    var sender = try transmission([[1]])
    _ = sender.start()
    let failure = MessageTransmissionFailure.refused(status, .multiBlockStart)
    #expect(try sender.receive(reply(start, status)) == .failed(failure))
    #expect(failure.win32Error == code)
    #expect(!failure.isDeliveryUnknown)
    #expect(try sender.receive(reply(start)) == .failed(failure))
  }

  @Test func `a malformed reply is a network error`() throws {
    var sender = try transmission([[1]])
    _ = sender.start()
    guard case .failed(let failure) = sender.receive([0xFE]) else {
      Issue.record("not failed")
      return
    }
    #expect(failure.win32Error == .networkError)
    sender = try transmission([[1]])
    _ = sender.start()
    #expect(
      try sender.receive(reply(.end(groupID: 0))) == .failed(.unexpectedReply(.multiBlockEnd)))
  }

  @Test func `after the end has been sent the delivery is unknown`() throws {
    var sender = try transmission([[1]])
    _ = sender.start()
    var early = sender
    #expect(early.disconnect() == .failed(.disconnected(isDeliveryUnknown: false)))
    _ = sender.receive(try reply(start))
    early = sender
    #expect(early.timeOut() == .failed(.timedOut(isDeliveryUnknown: false)))
    _ = sender.receive(try reply(.text(groupID: 0, [])))
    #expect(sender.timeOut() == .failed(.timedOut(isDeliveryUnknown: true)))
    #expect(sender.disconnect() == .failed(.timedOut(isDeliveryUnknown: true)))
  }

  @Test(
    arguments: [
      ("", "B", [[1]], WireError(.truncated(needed: 1, available: 0), in: "OriginatorName", at: 0)),
      (
        "A", "SIXTEENCHARSLONG", [[1]], WireError(.tooLong(limit: 15), in: "DestinationName", at: 0)
      ),
      ("A\0", "B", [[1]], WireError(.unexpected(value: 0), in: "OriginatorName", at: 1)),
      ("A", "B", [], WireError(.truncated(needed: 1, available: 0), in: "Text", at: 0)),
      ("A", "B", [[]], WireError(.truncated(needed: 1, available: 0), in: "Text", at: 0)),
      ("A", "B", [[1, 0]], WireError(.unexpected(value: 0), in: "Text", at: 1)),
      (
        "A", "B", [[UInt8](repeating: 1, count: 129)],
        WireError(.tooLong(limit: 128), in: "Text", at: 0)
      ),
      (
        "A", "B", Array(repeating: [UInt8](repeating: 1, count: 128), count: 32),
        WireError(.tooLong(limit: 4095), in: "Text", at: 0)
      ),
    ] as [(String, String, [[UInt8]], WireError)])
  func `an invalid message is refused before the first SMB`(
    from: String, to: String, blocks: [[UInt8]], error: WireError
  ) {
    #expect(throws: error) {
      try MessageTransmission(
        originatorName: Array(from.utf8), destinationName: Array(to.utf8), blocks: blocks,
        form: .multiBlock)
    }
  }

  @Test(
    arguments: [
      (0x80, Win32Error.nameNotFound), (0x82, .nameNotFound), (0x83, .nameInUse),
      (0x81, .networkError), (0x8F, .networkError),
    ] as [(UInt8, Win32Error)])
  func `a refused session has an error number`(refusal: UInt8, code: Win32Error) {
    #expect(MessageTransmissionFailure.win32Error(sessionRefusal: refusal) == code)
  }

  @Test(arguments: [MessageTransmission.Form.singleBlock, .multiBlock], [1, 2, 31])
  func `sender and receiver understand each other`(
    form: MessageTransmission.Form, count: Int
  ) throws {
    let blocks = (1...count).map { [UInt8](repeating: UInt8($0), count: 128) }
    var sender = try transmission(blocks, form)
    var receiver = MessageSession()
    var delivered: [ReceivedMessage] = []
    var action = sender.start()
    while case .send(let request) = action {
      var answer = receiver.receive(request)
      if case .deliver(let message) = answer {
        delivered.append(message)
        answer = receiver.conclude(.success)
      }
      guard case .reply(let reply) = answer else { break }
      action = sender.receive(reply)
    }
    #expect(action == .finished)
    #expect(
      delivered == [ReceivedMessage(originatorName: from, destinationName: to, blocks: blocks)])
  }
}
