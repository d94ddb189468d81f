// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import TestSupport
import Testing

@testable import Notifications

extension DesktopTests {
  @Suite struct NotifierTests {
    let bus: PrivateBus
    let notifier: Notifier

    init() throws {
      bus = try PrivateBus()
      notifier = Notifier(applicationName: "messngr", busAddress: bus.address)
    }

    // MARK: - Shown on a real desktop

    @Test func `a notification is shown as it was written`() async throws {
      let desktop = try DunstDesktop(on: bus)
      let text = "<b>&\"'</b> <a href='x'>y</a> &amp; 5 < 6\n日本語 é"
      let id = try await notifier.run {
        try await notifier.show(Notification(summary: "From <i>A & B</i>", body: text))
      }
      let popup = try #require(try desktop.history().last)
      #expect(popup.id == id.rawValue)
      #expect(popup.appName == "messngr")
      #expect(popup.category == "im.received")
      #expect(popup.summary == "From <i>A & B</i>")
      // dunst passes the text to Pango, which turns each entity into its character.
      #expect(
        popup.message == "<b>From &lt;i&gt;A &amp; B&lt;/i&gt;</b>\n"
          + "&lt;b&gt;&amp;\"'&lt;/b&gt; &lt;a href='x'&gt;y&lt;/a&gt; &amp;amp; 5 &lt; 6\n日本語 é")
    }

    @Test func `calls during the start do not keep the notifier from the bus`() async throws {
      let desktop = try MockDesktop(on: bus)
      for _ in 0..<50 {
        let notifier = Notifier(applicationName: "messngr", busAddress: bus.address)
        await withTaskGroup(of: Void.self) { group in
          for _ in 0..<4 {
            group.addTask { for _ in 0..<20 { _ = try? await notifier.currentServer() } }
          }
          group.addTask {
            _ = try? await notifier.run { _ = try await notifier.show(Notification(summary: "x")) }
          }
        }
      }
      #expect(try desktop.log().count { $0.contains("Notify") } == 50)
    }

    @Test func `the last caller may release a notifier`() async {
      await withDiscardingTaskGroup { group in
        for _ in 0..<5000 {
          group.addTask {
            _ = try? await Notifier(applicationName: "messngr", busAddress: "x").currentServer()
          }
        }
      }
    }

    @Test func `calls from all tasks run, on any executor`() async throws {
      let desktop = try MockDesktop(on: bus)
      await withCheckedContinuation { end in
        // On threads of their own, tasks leave the notifier's thread at each step, and other tasks run between.
        _ = PlainThread { [notifier] in
          Workers.run { () async -> Result<Void, Never> in
            _ = try? await notifier.run {
              // Only two at a time: a third call would wake one that was passed over.
              for round in 0..<600 {
                async let one = notifier.currentServer()
                async let other = {
                  for _ in 0..<round % 60 { await Task.yield() }
                  return try await notifier.currentServer()
                }()
                _ = try await (one, other)
              }
            }
            return .success(())
          }
          end.resume()
        }
      }
      withExtendedLifetime(desktop) {}
    }

    @Test func `a notification replaces an earlier one`() async throws {
      let desktop = try DunstDesktop(on: bus)
      try await notifier.run {
        let first = try await notifier.show(Notification(summary: "one"))
        let second = try await notifier.show(Notification(summary: "two", replaces: first))
        #expect(first == second)
      }
      #expect(try desktop.history().map(\.summary) == ["two"])
    }

    @Test func `the server describes itself and its capabilities`() async throws {
      let desktop = try DunstDesktop(on: bus)
      let server = try #require(try await notifier.run { try await notifier.currentServer() })
      #expect(server.name == "dunst")
      #expect(server.specificationVersion == "1.2")
      #expect(server.capabilities.isSuperset(of: ["actions", "body", "body-markup"]))
      #expect(server.offersActions)
      #expect(!server.takesReplies)
      withExtendedLifetime(desktop) {}
    }

    @Test func `closing a notification by a call sends an event with that reason`() async throws {
      let desktop = try DunstDesktop(on: bus, paused: false)
      try await notifier.run {
        let id = try await notifier.show(Notification(summary: "soon gone", expiry: .never))
        try await notifier.close(id)
        #expect(await notifier.next { $0.isAboutNotification } == .closed(id, .closedByCall))
      }
      withExtendedLifetime(desktop) {}
    }

    @Test func `an expired notification sends an event with that reason`() async throws {
      let desktop = try DunstDesktop(on: bus, paused: false)
      try await notifier.run {
        let id = try await notifier.show(Notification(summary: "brief", expiry: .milliseconds(50)))
        #expect(await notifier.next { $0.isAboutNotification } == .closed(id, .expired))
      }
      withExtendedLifetime(desktop) {}
    }

    @Test func `two hundred at once are all shown, in order`() async throws {
      let desktop = try DunstDesktop(on: bus)
      try await notifier.run {
        for number in 1...200 {
          _ = try await notifier.show(Notification(summary: "number \(number)"))
        }
      }
      #expect(try desktop.history().map(\.summary) == (1...200).map { "number \($0)" })
    }

    @Test func `calls from many tasks are served, each once`() async throws {
      let desktop = try DunstDesktop(on: bus)
      try await notifier.run { [notifier] in
        try await withThrowingTaskGroup(of: NotificationID.self) { group in
          for number in 1...50 {
            group.addTask { try await notifier.show(Notification(summary: "\(number)")) }
          }
          var ids: Set<NotificationID> = []
          for try await id in group { ids.insert(id) }
          #expect(ids.count == 50)
        }
      }
      #expect(Set(try desktop.history().map(\.summary)) == Set((1...50).map { "\($0)" }))
    }

    // MARK: - Sent to the server

    @Test func `urgency, expiry, icon, flags and hints reach the server`() async throws {
      let desktop = try MockDesktop(on: bus)
      try await notifier.run {
        _ = try await notifier.show(
          Notification(
            summary: "RAID", body: "degraded", urgency: .critical, category: "device.error",
            icon: "dialog-error", expiry: .never, isTransient: true, isResident: true,
            hints: ["desktop-entry": .string("messngr"), "x": .integer(-7)]))
      }
      let call = try #require(try desktop.log().last { $0.hasPrefix("Notify") })
      #expect(call.hasPrefix("Notify \"messngr\" 0 "))
      #expect(call.contains("\"RAID\" \"degraded\""))
      for part in [
        "\"urgency\": 2", "\"category\": \"device.error\"", "\"transient\": True",
        "\"resident\": True", "\"desktop-entry\": \"messngr\"", "\"x\": -7", "dialog-error",
      ] {
        #expect(call.contains(part), "\(part) in \(call)")
      }
      #expect(call.hasSuffix(" 0"))
    }

    @Test func `text is plain for a server that reads no markup`() async throws {
      let desktop = try MockDesktop(on: bus, capabilities: ["body"])
      try await notifier.run {
        _ = try await notifier.show(
          Notification(
            summary: "s", body: "a & <b>", actions: [.init(key: "k", label: "K")],
            reply: .init(label: "Reply")))
      }
      let call = try #require(try desktop.log().last { $0.hasPrefix("Notify") })
      #expect(call.contains("\"a & <b>\" []"))
    }

    @Test func `a summary is never empty and a long body is cut`() async throws {
      let desktop = try MockDesktop(on: bus)
      try await notifier.run {
        _ = try await notifier.show(
          Notification(summary: "\0", body: String(repeating: "x", count: 65_536)))
      }
      let call = try #require(try desktop.log().last { $0.hasPrefix("Notify") })
      #expect(call.contains("\"messngr\" \"xxx"))
      #expect(call.contains(String(repeating: "x", count: 4094) + "…\""))
    }

    // MARK: - Actions of the user

    @Test func `a chosen action and each reason of closing are events`() async throws {
      let desktop = try MockDesktop(on: bus)
      try await notifier.run {
        let id = try await notifier.show(
          Notification(
            summary: "s", expiry: .milliseconds(1),
            actions: [.init(key: "b", label: "B"), .init(key: "reply", label: "Reply")],
            clickLabel: "Open"))
        let call = try #require(try desktop.log().last { $0.hasPrefix("Notify") })
        #expect(call.contains(#"["b", "B", "reply", "Reply", "default", "Open"]"#))
        try desktop.emit("ActionInvoked", "us", "<uint32 \(id.rawValue)>, <'reply'>")
        #expect(await notifier.next { $0.isAboutNotification } == .action(id, key: "reply"))
        let reasons: [(Int, CloseReason)] = [
          (1, .expired), (2, .dismissed), (3, .closedByCall), (4, .undefined), (77, .undefined),
        ]
        for (number, reason) in reasons {
          try desktop.emit(
            "NotificationClosed", "uu", "<uint32 \(id.rawValue)>, <uint32 \(number)>")
          #expect(await notifier.next { $0.isAboutNotification } == .closed(id, reason))
        }
      }
    }

    @Test func `a label is plain text for every server`() async throws {
      let desktop = try MockDesktop(on: bus, capabilities: ["body", "actions", "inline-reply"])
      try await notifier.run {
        _ = try await notifier.show(
          Notification(
            summary: "s", actions: [.init(key: "k", label: "<img src='x'> &amp;\n\u{202E}y")],
            reply: .init(label: "<b>", placeholder: "<i>&")))
      }
      let call = try #require(try desktop.log().last { $0.hasPrefix("Notify") })
      #expect(call.contains(#"["k", "‹img src='x'› ＆amp; y", "inline-reply", "‹b›"]"#))
      #expect(call.contains(#""x-kde-reply-placeholder-text": "‹i›＆""#))
    }

    @Test(arguments: [true, false])
    func `a sound is asked for only where the server plays sounds`(playsSounds: Bool) async throws {
      let desktop = try MockDesktop(
        on: bus, capabilities: ["body"] + (playsSounds ? ["sound"] : []))
      try await notifier.run {
        _ = try await notifier.show(Notification(summary: "s", sound: "dialog-warning"))
      }
      let call = try #require(try desktop.log().last { $0.hasPrefix("Notify") })
      #expect(call.contains(#""sound-name": "dialog-warning""#) == playsSounds)
    }

    @Test func `an answer in the notification is an event`() async throws {
      let desktop = try MockDesktop(on: bus, capabilities: ["body", "actions", "inline-reply"])
      try await notifier.run {
        let id = try await notifier.show(
          Notification(summary: "s", reply: .init(label: "Reply", placeholder: "Answer…")))
        let call = try #require(try desktop.log().last { $0.hasPrefix("Notify") })
        #expect(call.contains("[\"inline-reply\", \"Reply\"]"))
        #expect(call.contains("\"x-kde-reply-placeholder-text\": \"Answer…\""))
        try desktop.emit("NotificationReplied", "us", "<uint32 \(id.rawValue)>, <'On my way'>")
        #expect(await notifier.next { $0.isAboutNotification } == .replied(id, text: "On my way"))
      }
    }

    @Test func `signals about other notifications, and malformed signals, are ignored`()
      async throws
    {
      let desktop = try MockDesktop(on: bus)
      try await notifier.run {
        let id = try await notifier.show(Notification(summary: "s"))
        try desktop.emit("NotificationClosed", "uu", "<uint32 4711>, <uint32 2>")
        try desktop.emit("NotificationClosed", "u", "<uint32 \(id.rawValue)>")
        try desktop.emit("NotificationClosed", "us", "<uint32 \(id.rawValue)>, <'x'>")
        try desktop.emit("ActionInvoked", "uu", "<uint32 \(id.rawValue)>, <uint32 1>")
        try desktop.emit("Unknown", "us", "<uint32 \(id.rawValue)>, <'x'>")
        try desktop.emit("ActionInvoked", "us", "<uint32 \(id.rawValue)>, <'yes'>")
        #expect(await notifier.next { $0.isAboutNotification } == .action(id, key: "yes"))
      }
    }
  }
}
