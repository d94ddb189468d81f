// SPDX-License-Identifier: Apache-2.0

import Accounts
import Inbox
import Messages
import Testing

@testable import MessngrCLI

@Suite struct AnsweringTests {
  @Test func `an answer goes to the proven sender and is stored`() async throws {
    let desk = try Desk()
    try desk.makeSpool()
    try desk.store(desk.delivery("Lunch?\nor tea", from: "BOSS") { $0.title = "Re: Food" })
    let replied = try await desk.messngr("reply", "1", "On", "my", "--way")
    #expect(replied.status == 0, "\(replied)")
    #expect(replied.output == "" && replied.errors == "")
    let message = try #require(try desk.spooled().first)
    #expect((message.from, message.to) == (desk.account.name, desk.account.name))
    #expect(message.text == "On my --way")
    #expect(message.attributes.title == "Re: Food")
    let record = try #require(try desk.withInbox { try $0.message(number: 1) })
    #expect((record.state, record.answer) == (.answered, "On my --way"))
  }

  @Test func `an offered answer is stored by its key`() async throws {
    let desk = try Desk()
    try desk.makeSpool()
    try desk.store(
      desk.delivery("Reboot?") { $0.actions = ["yes=Yes, now"].compactMap { MessageAction($0) } })
    #expect(
      try await desk.messngr("reply", "--json", "1", "yes,", "NOW").output.contains(
        "\"state\":\"stored\""))
    #expect(try desk.withInbox { try $0.message(number: 1)?.answer } == "yes")
    let message = try #require(try desk.spooled().first)
    #expect((message.text, message.attributes.title) == ("Yes, now", "Re: Reboot?"))
  }

  @Test func `an answer can be piped`() async throws {
    let desk = try Desk()
    try desk.makeSpool()
    try desk.store(desk.delivery())
    #expect(try await desk.messngr("reply", "-q", "1", input: "a\nb\n\n").output == "")
    #expect(try desk.spooled().first?.text == "a\nb")
  }

  @Test func `a message without a proven sender cannot be answered`() async throws {
    let desk = try Desk()
    try desk.store(desk.delivery(from: "X", origin: .datagram(address: "192.0.2.7")))
    #expect(try await desk.messngr("reply", "1", "hi").status == 69)
    #expect(try await desk.messngr("reply", "2", "hi").status == 67)
    #expect(try desk.withInbox { try $0.message(number: 1)?.state } == .stored)
  }

  @Test func `a text that cannot be sent is not stored as the answer`() async throws {
    let desk = try Desk()
    try desk.makeSpool()
    try desk.store(desk.delivery())
    let long = String(repeating: "x", count: Message.maximumTextByteCount + 1)
    #expect(try await desk.messngr("reply", "1", input: long).status == 65)
    #expect(try desk.withInbox { try $0.message(number: 1)?.state } == .stored)
    #expect(try desk.spooled().isEmpty)
  }

  @Test func `do-not-disturb is set, printed, and ends`() async throws {
    let desk = try Desk()
    func stored() throws -> String? {
      try desk.withInbox { try $0.setting(SettingKey.doNotDisturb) }
    }
    #expect(try await desk.messngr("dnd").output == "Do not disturb is off.\n")
    #expect(try await desk.messngr("dnd", "on").output == "Do not disturb is on.\n")
    #expect(try stored() == "on")
    #expect(try await desk.messngr("dnd", "status", "--json").output == "{\"dnd\":true}\n")
    #expect(
      try await desk.messngr("dnd", "until", "15:00").output
        == "Do not disturb is on until 15:00.\n")
    #expect(try stored() == "until 1795186800000")
    #expect(
      try await desk.messngr("dnd", "until", "tomorrow", "8:00", "--json").output
        == "{\"dnd\":true,\"until\":1795248000000}\n")
    try desk.withInbox {
      try $0.set(SettingKey.doNotDisturb, to: DoNotDisturb.until(Desk.noon).description)
    }
    #expect(try await desk.messngr("dnd").output == "Do not disturb is off.\n")
    try desk.withInbox { try $0.set(SettingKey.doNotDisturb, to: "nonsense") }
    #expect(try await desk.messngr("dnd").output == "Do not disturb is off.\n")
    #expect(try await desk.messngr("dnd", "off").output == "Do not disturb is off.\n")
    #expect(try stored() == "off")
    #expect(try await desk.messngr("dnd", "1h").output == "Do not disturb is on until 15:30.\n")
    #expect(try await desk.messngr("dnd", "toggle").output == "Do not disturb is off.\n")
    #expect(try await desk.messngr("dnd", "toggle").output == "Do not disturb is on.\n")
    #expect(
      try await desk.messngr("dnd", "tomorrow", "8:00").output
        == "Do not disturb is on until 2026-11-21 08:00.\n")
  }

  @Test func `the state of do-not-disturb names the quiet hours`() async throws {
    let desk = try Desk()
    try desk.configure("quiet-hours: [14:00-15:00]\n")
    #expect(
      try await desk.messngr("dnd").output
        == "Do not disturb is off; quiet hours until 15:00 hold popups back.\n")
  }
}
