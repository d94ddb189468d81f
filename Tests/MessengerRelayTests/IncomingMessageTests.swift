// SPDX-License-Identifier: Apache-2.0

import Fleet
import Messages
import Realm
import Testing

@testable import MessengerRelay

/// What a relay makes of a message that another machine has published.
@Suite struct IncomingMessageTests {
  private func published(_ payload: [UInt8]) throws -> StreamMessage {
    let subject = try #require(FleetSubject(.message, to: "ann", from: "ben", at: "web1"))
    return StreamMessage(sequence: 7, subject: subject, payload: payload)
  }

  private func published(
    _ text: String = "Lunch?", _ change: (inout MessageAttributes) -> Void = { _ in }
  ) throws -> StreamMessage {
    var message = Message(from: "BOSS", to: "ann@lab", text: text)
    message.attributes.id = MessageID()
    change(&message.attributes)
    return try published(try MailslotBody.encode(message))
  }

  private func read(_ message: StreamMessage) throws -> Message {
    let incoming = try #require(IncomingMessage(message))
    return try MailslotBody(decoding: incoming.body) { _ in "" }.message
  }

  @Test func `the subject says who sent it, and the message does not`() throws {
    let message = try published {
      $0.origin = .realm(address: "root@server")
      $0.receipt = [.read]
      $0.addressee = 0
    }
    let read = try read(message)
    #expect(read.attributes.origin == .realm(address: "ben@web1"))
    #expect(read.attributes.receipt.isEmpty && read.attributes.addressee == nil)
    #expect(read.text == "Lunch?" && read.from == "BOSS")
    #expect(try #require(IncomingMessage(message)).host == "web1")
  }

  @Test func `a message that is as long as it can be arrives`() throws {
    let text = String(repeating: "x", count: Message.maximumTextByteCount)
    #expect(try read(published(text)).text == text)
  }

  @Test func `a report, a probe and a message without an identifier are none`() throws {
    #expect(IncomingMessage(try published { $0.isReport = true }) == nil)
    #expect(IncomingMessage(try published { $0.isProbe = true }) == nil)
    #expect(IncomingMessage(try published { $0.id = nil }) == nil)
  }

  @Test(arguments: [
    [], [0], [0, 0, 0], Array("desk7".utf8), Array(repeating: 0xFF, count: 200_000),
  ])
  func `other bytes are none`(payload: [UInt8]) throws {
    #expect(IncomingMessage(try published(payload)) == nil)
    #expect(IncomingMessage.identifier(of: try published(payload)) == nil)
  }
}
