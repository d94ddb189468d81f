// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import Glibc
import Inbox
import LinuxSystem
import Mailslots
import Messages
import NameDirectory
import Testing

@testable import MessngrCLI

@Suite struct DoctorTests {
  /// The findings of `messngr doctor`, by their checks.
  private func findings(_ desk: Desk) async throws -> (Int32, [String: [String: Any]]) {
    let ending = try await desk.messngr("doctor", "--json")
    let objects = try ending.output.split(separator: "\n").compactMap {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
    return (
      ending.status,
      Dictionary(objects.map { ($0["check"] as? String ?? "", $0) }) { first, _ in first }
    )
  }

  /// Makes the user's mailslot for messages.
  private func makeReader(_ desk: Desk) throws -> MailslotReader {
    try MailslotLookup(of: desk.account, in: desk.paths)
      .createReader(.messenger, options: MailslotOptions(acceptsDescriptors: true))
  }

  @Test func `without an agent doctor reports that, and how to start one`() async throws {
    let desk = try Desk()
    let (status, found) = try await findings(desk)
    #expect(status == 69)
    #expect(found["mailslot"]?["verdict"] as? String == "bad")
    #expect((found["mailslot"]?["remedy"] as? String)?.contains("messngrd") == true)
    #expect(found["spool"]?["verdict"] as? String == "bad")
    #expect((found["spool"]?["remedy"] as? String)?.contains("install -d -m 1733") == true)
    #expect(found["probe"]?["verdict"] as? String == "note")
    #expect(
      (try? desk.folder.appending("state").stat()) == nil, "the check must not create an inbox")
  }

  @Test func `a probe is answered, and is not a message`() async throws {
    let desk = try Desk()
    try desk.makeSpool()
    let reader = try makeReader(desk)
    defer { reader.close() }
    let heard = Heard()
    Thread.detachNewThread { heard.answerOne(of: reader) }
    let (status, found) = try await findings(desk)
    #expect(status == 0, "\(found)")
    #expect(found["mailslot"]?["verdict"] as? String == "ok")
    #expect(found["spool"]?["verdict"] as? String == "ok")
    #expect((found["probe"]?["text"] as? String)?.hasSuffix(" ms by messngrd 1.0 on dunst") == true)
    #expect(heard.message?.attributes.isProbe == true)
    #expect(try desk.spooled().isEmpty)
  }

  @Test func `an agent that does not answer is reported`() async throws {
    let desk = try Desk()
    try desk.makeSpool()
    let reader = try makeReader(desk)
    defer { reader.close() }
    let (status, found) = try await findings(desk)
    #expect(status == 75)
    #expect(found["probe"]?["status"] as? Int == 75)
    #expect(try desk.spooled().isEmpty)
  }

  @Test func `a directory that others can change is not trusted`() async throws {
    let desk = try Desk()
    let path = desk.folder.appending("mailslot").appending(desk.account.name).string
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    chmod(path, 0o777)
    let (status, found) = try await findings(desk)
    #expect(status == 77)
    #expect(found["directory"]?["remedy"] as? String == "chmod go-w \(path)")
  }

  @Test func `the agent's description of itself counts while the agent runs`() async throws {
    let desk = try Desk()
    let reader = try makeReader(desk)
    defer { reader.close() }
    let heard = Heard()
    Thread.detachNewThread { while heard.answerOne(of: reader) {} }
    func say(_ pid: Int32, _ slot: String) throws {
      try desk.withInbox {
        try $0.set(
          SettingKey.agent,
          to: AgentPresence(
            processID: pid, display: "dunst 1.9.0", slot: slot, since: Desk.noon
          ).jsonLine)
      }
    }
    let slot = desk.folder.appending("mailslot").appending(desk.account.name).appending("messngr")
    try say(getpid(), slot.string)
    let status = try await desk.messngr("status")
    #expect(status.status == 0)
    #expect(status.output.contains("running (pid \(getpid()))"))
    #expect(status.output.contains("dunst 1.9.0"))
    #expect(try await findings(desk).1["agent"]?["verdict"] as? String == "ok")
    try say(getpid(), "/elsewhere")
    #expect(try await findings(desk).1["agent"]?["verdict"] as? String == "bad")
    try say(0, slot.string)
    #expect(try await findings(desk).1["agent"]?["verdict"] as? String == "note")
    #expect(try await desk.messngr("status", "--json").output.contains("\"running\":true,\"slot\""))
  }

  @Test func `the reasons why popups are not shown are reported`() async throws {
    let desk = try Desk()
    try desk.store(desk.delivery(), desk.delivery())
    try desk.withInbox { try $0.hold([1]) }
    _ = try await desk.messngr("dnd", "on")
    let (_, found) = try await findings(desk)
    #expect(found["dnd"]?["remedy"] as? String == "messngr dnd off")
    #expect(
      (found["held"]?["text"] as? String)?.hasPrefix(
        "1 message held back because of do not disturb") == true)
    #expect((found["unshown"]?["text"] as? String)?.hasPrefix("1 message not shown yet") == true)
  }

  @Test func `an unknown user is refused`() async throws {
    let ending = try await Desk().messngr("doctor", "no-such-user-here")
    #expect(ending.status == 67)
    #expect(ending.errors.contains("no-such-user-here"))
  }

  @Test(arguments: [
    ("unix:path=/run/user/1000/bus", "/run/user/1000/bus"),
    ("unix:path=/tmp/x,guid=1;unix:path=/y", "/tmp/x"), ("unix:abstract=/tmp/a", "\0/tmp/a"),
    ("tcp:host=a;unix:guid=2,path=/z", "/z"), ("tcp:host=localhost", nil), ("", nil),
    ("unix:", nil),
  ])
  func `the socket of a bus is in its address`(address: String, socket: String?) {
    let expected = socket.flatMap {
      $0.hasPrefix("\0") ? UnixAddress(abstractName: String($0.dropFirst())) : UnixAddress(path: $0)
    }
    #expect(BusCheck.socket(of: address) == expected)
    #expect((expected == nil) == (socket == nil))
  }

  /// A reader that answers probes.
  // `@unchecked Sendable`: One thread writes the message before it answers; another reads it afterwards.
  private final class Heard: @unchecked Sendable {
    private(set) var message: Message?

    /// Answers the next message, until the reader is closed.
    @discardableResult
    func answerOne(of reader: MailslotReader) -> Bool {
      guard let heard = try? reader.read(timeout: .seconds(60)) else { return false }
      message = try? MailslotBody(decoding: heard.bytes) { String(decoding: $0, as: UTF8.self) }
        .message
      let receipt = Receipt.reached(.stored, answer: "1.0 on dunst").encoded
      if let descriptor = heard.descriptor?.descriptor {
        _ = receipt.withUnsafeBytes { send(descriptor.rawValue, $0.baseAddress, $0.count, 0) }
      }
      return true
    }
  }
}
