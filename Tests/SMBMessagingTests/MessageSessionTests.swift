// SPDX-License-Identifier: Apache-2.0

import SMBMessaging
import TestSupport
import Testing
import Wire

@Suite struct MessageSessionTests {
  private let from = Array("ALPHA".utf8)
  private let to = Array("BRAVO".utf8)

  private func smb(_ block: MessageBlock) throws -> [UInt8] {
    try MessageRequest(block).encoded()
  }

  private func start() throws -> [UInt8] {
    try smb(.start(originatorName: from, destinationName: to))
  }

  private func reply(
    _ block: MessageBlock, _ status: SMBStatus = .success, groupID: UInt16? = nil
  ) throws -> MessageSession.Action {
    .reply(
      try MessageReply(to: MessageRequest(block).header, status, groupID: groupID).encoded())
  }

  private func message(_ blocks: [[UInt8]]) -> ReceivedMessage {
    ReceivedMessage(originatorName: from, destinationName: to, blocks: blocks)
  }

  private static let textReply = MessageBlock.text(groupID: 0, [])
  private static let endReply = MessageBlock.end(groupID: 0)
  private static let startReply = MessageBlock.start(originatorName: [], destinationName: [])

  @Test func `each further part of a message is a step, a new beginning is not`() throws {
    var session = MessageSession()
    var steps: [Int] = []
    let text = MessageBlock.text(groupID: 0, [1])
    for block in [try start(), try smb(text), try start(), try smb(text), try smb(text)] {
      _ = session.receive(block)
      steps.append(session.stepCount)
    }
    #expect(steps == [1, 2, 2, 2, 3])
    _ = session.receive(try smb(.text(groupID: 0, [])))
    _ = session.receive(try smb(.end(groupID: 0)))
    #expect(session.stepCount == 3)
    _ = session.conclude(.noRoom)
    #expect(session.stepCount == 3)
    for _ in 0..<2 {
      _ = session.receive(try smb(.single(originatorName: from, destinationName: to, text: [1])))
      _ = session.conclude(.success)
    }
    #expect(session.stepCount == 5)
    _ = session.receive(try start())
    #expect(session.stepCount == 6)
  }

  @Test func `a single block is delivered, then answered`() throws {
    var session = MessageSession()
    let block = MessageBlock.single(originatorName: from, destinationName: to, text: [1, 2])
    #expect(try session.receive(smb(block)) == .deliver(message([[1, 2]])))
    #expect(try session.conclude(.success) == reply(block))
  }

  @Test func `several blocks are delivered together at the end, each unchanged`() throws {
    var session = MessageSession()
    #expect(try session.receive(start()) == reply(Self.startReply, groupID: 1))
    #expect(try session.receive(smb(.text(groupID: 1, [1, 2]))) == reply(Self.textReply))
    #expect(try session.receive(smb(.text(groupID: 1, [3]))) == reply(Self.textReply))
    #expect(try session.receive(smb(.end(groupID: 1))) == .deliver(message([[1, 2], [3]])))
    #expect(try session.conclude(.success) == reply(Self.endReply))
  }

  @Test func `a message that could not be stored is refused`() throws {
    for status: SMBStatus in [.messagesOff, .noRoom, .paused] {
      var session = MessageSession()
      _ = session.receive(try start())
      _ = session.receive(try smb(.end(groupID: 1)))
      #expect(try session.conclude(status) == reply(Self.endReply, status))
    }
  }

  @Test func `several messages come in one session, with small identifiers`() throws {
    var session = MessageSession()
    for number in 1...600 {
      let groupID = UInt16((number - 1) % 255 + 1)
      #expect(try session.receive(start()) == reply(Self.startReply, groupID: groupID))
      _ = session.receive(try smb(.text(groupID: groupID, [7])))
      #expect(try session.receive(smb(.end(groupID: groupID))) == .deliver(message([[7]])))
      _ = session.conclude(.success)
    }
  }

  @Test func `senders that ignore the identifier use 0`() throws {
    var session = MessageSession()
    _ = session.receive(try start())
    _ = session.receive(try smb(.text(groupID: 0, [7])))
    #expect(try session.receive(smb(.end(groupID: 0))) == .deliver(message([[7]])))
  }

  @Test func `text and end without a start are refused`() throws {
    var session = MessageSession()
    let refusal = try reply(Self.textReply, .invalidParameter)
    #expect(try session.receive(smb(.text(groupID: 0, [7]))) == refusal)
    #expect(
      try session.receive(smb(.end(groupID: 0))) == reply(Self.endReply, .invalidParameter))
    _ = session.receive(try start())
    #expect(try session.receive(smb(.text(groupID: 2, [7]))) == refusal)
    #expect(
      try session.receive(smb(.end(groupID: 2))) == reply(Self.endReply, .invalidParameter))
    #expect(try session.receive(smb(.end(groupID: 1))) == .deliver(message([])))
  }

  @Test func `a second start begins a new message`() throws {
    var session = MessageSession()
    _ = session.receive(try start())
    _ = session.receive(try smb(.text(groupID: 1, [7])))
    #expect(try session.receive(start()) == reply(Self.startReply, groupID: 2))
    #expect(
      try session.receive(smb(.text(groupID: 1, [8])))
        == reply(Self.textReply, .invalidParameter))
    _ = session.receive(try smb(.text(groupID: 2, [9])))
    #expect(try session.receive(smb(.end(groupID: 2))) == .deliver(message([[9]])))
  }

  @Test func `a text in more than 256 blocks is refused, even if they are short`() throws {
    var session = MessageSession()
    _ = session.receive(try start())
    for _ in 0..<256 {
      #expect(try session.receive(smb(.text(groupID: 0, [7]))) == reply(Self.textReply))
    }
    #expect(try session.receive(smb(.text(groupID: 0, [7]))) == reply(Self.textReply, .noRoom))
  }

  @Test func `a text over 4095 bytes is refused and not cut`() throws {
    var session = MessageSession()
    let block = [UInt8](repeating: 1, count: 128)
    _ = session.receive(try start())
    for _ in 0..<31 { _ = session.receive(try smb(.text(groupID: 1, block))) }
    #expect(
      try session.receive(smb(.text(groupID: 1, Array(block.dropLast()))))
        == reply(Self.textReply))
    #expect(try session.receive(smb(.text(groupID: 1, [1]))) == reply(Self.textReply, .noRoom))
    #expect(
      try session.receive(smb(.end(groupID: 1))) == reply(Self.endReply, .invalidParameter))
  }

  @Test(arguments: [(128, 128, true), (128, 129, false), (1024, 1024, true), (1024, 1025, false)])
  func `a block has at most 128 bytes, or as many as the limits allow`(
    limit: Int, count: Int, isTaken: Bool
  ) throws {
    var limits = MessageSession.Limits()
    limits.blockByteCount = limit
    let text = [UInt8](repeating: 1, count: count)
    var session = MessageSession(limits: limits)
    let block = MessageBlock.single(originatorName: from, destinationName: to, text: text)
    #expect(
      try session.receive(smb(block))
        == (isTaken ? .deliver(message([text])) : reply(block, .noRoom)))
    session = MessageSession(limits: limits)
    _ = session.receive(try start())
    #expect(
      try session.receive(smb(.text(groupID: 1, text)))
        == reply(Self.textReply, isTaken ? .success : .noRoom))
  }

  @Test func `empty blocks do not count towards the limit`() throws {
    var session = MessageSession()
    _ = session.receive(try start())
    for _ in 0..<10_000 { _ = session.receive(try smb(.text(groupID: 1, []))) }
    #expect(try session.receive(smb(.end(groupID: 1))) == .deliver(message([])))
  }

  @Test(arguments: [0x72, 0x73, 0xD1, 0xD4] as [UInt8])
  func `other commands are answered as unknown`(command: UInt8) throws {
    var session = MessageSession()
    var bytes = try smb(.end(groupID: 0))
    bytes[4] = command
    guard case .reply(let answer) = session.receive(bytes) else {
      Issue.record("no reply")
      return
    }
    #expect(Array(answer[4..<9]) == [command, 2, 0, 22, 0])
    #expect(try session.receive(start()) == reply(Self.startReply, groupID: 1))
  }

  @Test(arguments: ["", "FE 53 4D 42", "FF 53 4D 42 D0 00", "47 45 54 20 2F"])
  func `bytes that are not an SMB end the session`(text: String) {
    var session = MessageSession()
    guard case .close(.malformed) = session.receive(hex(text)) else {
      Issue.record("not closed")
      return
    }
  }

  @Test func `an SMB before the conclusion of the last message ends the session`() throws {
    var session = MessageSession()
    #expect(session.conclude(.success) == .close(.outOfTurn))
    _ = session.receive(try start())
    _ = session.receive(try smb(.end(groupID: 1)))
    #expect(try session.receive(start()) == .close(.outOfTurn))
  }

  @Test func `the reply has the identifiers of smbclient's request`() throws {
    var session = MessageSession()
    var bytes = try start()
    bytes.replaceSubrange(24..<32, with: hex("01 02 03 04 05 06 07 08"))
    guard case .reply(let answer) = session.receive(bytes) else {
      Issue.record("no reply")
      return
    }
    #expect(Array(answer[24..<32]) == hex("01 02 03 04 05 06 07 08"))
    #expect(answer[9] == 0x80)
  }
}
