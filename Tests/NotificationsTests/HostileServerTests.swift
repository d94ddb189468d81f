// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Notifications

extension DesktopTests {
  /// Programs on the bus that send any bytes: the notifier does not crash, hang or grow.
  @Suite struct HostileServerTests {
    static let timeout = Duration.seconds(12)

    let bus: PrivateBus
    let notifier: Notifier
    let hello = Notification(
      summary: "hello", body: "<b>", actions: [.init(key: "ok", label: "OK")])

    init() throws {
      bus = try PrivateBus()
      notifier = Notifier(
        applicationName: "messngr", busAddress: bus.address, limit: .milliseconds(500))
    }

    // MARK: - Replies

    static let replies: [(name: String, script: String)] = [
      ("a number that is a text", #"answers["Notify"] = ("s", ["7"])"#),
      ("a number that is none", #"answers["Notify"] = ("", [])"#),
      ("a number of another size", #"answers["Notify"] = ("t", [2**64 - 1])"#),
      ("many numbers", #"answers["Notify"] = ("au", [list(range(100000))])"#),
      ("the number 0", #"answers["Notify"] = ("u", [0])"#),
      ("the greatest number", #"answers["Notify"] = ("u", [2**32 - 1])"#),
      ("a deep variant", #"answers["Notify"] = ("v", [dbus.Int32(1, variant_level=50)])"#),
      ("no information", #"answers["GetServerInformation"] = ("", [])"#),
      ("one word", #"answers["GetServerInformation"] = ("s", ["x"])"#),
      ("numbers", #"answers["GetServerInformation"] = ("uuuu", [1, 2, 3, 4])"#),
      ("an array", #"answers["GetServerInformation"] = ("as", [["x"] * 100000])"#),
      ("200 words", #"answers["GetServerInformation"] = ("s" * 200, ["x"] * 200)"#),
      (
        "escape sequences",
        #"answers["GetServerInformation"] = ("ssss", ["\\x1b]0;x\\x07\\n\\u202eabc" + "y" * 4000000] * 4)"#
      ),
      ("capabilities that are a text", #"answers["GetCapabilities"] = ("s", ["actions"])"#),
      ("capabilities that are numbers", #"answers["GetCapabilities"] = ("au", [[1, 2]])"#),
      ("no capabilities", #"answers["GetCapabilities"] = ("", [])"#),
      (
        "100,000 capabilities",
        #"answers["GetCapabilities"] = ("as", [["c%d" % n for n in range(100000)]])"#
      ),
      ("a long capability", #"answers["GetCapabilities"] = ("as", [["c" * 10000000]])"#),
      ("nothing at all", #"answer = lambda c, m: dbus.lowlevel.HANDLER_RESULT_HANDLED"#),
    ]

    @Test(arguments: replies)
    func `a malformed reply fails one call only`(name: String, script: String) async throws {
      let peer = try HostileBusPeer(on: bus, "\(script)\nserve()")
      try await notifier.run {
        let start = ContinuousClock.now
        for _ in 0..<2 {
          do { _ = try await notifier.show(hello) } catch is NotificationError {}
          guard let server = try? await notifier.currentServer() else { continue }
          for word in [server.name, server.vendor, server.version, server.specificationVersion] {
            #expect(word.count <= 65 && !word.contains { "\u{1B}\u{7}\n\u{202E}".contains($0) })
          }
          #expect(server.capabilities.count <= 256)
          #expect(server.capabilities.allSatisfy { $0.utf8.count <= 64 })
        }
        #expect(.now - start < Self.timeout)
      }
      withExtendedLifetime(peer) {}
    }

    // MARK: - Signals

    @Test func `a signal counts only from the notification server`() async throws {
      let desktop = try MockDesktop(on: bus)
      try await notifier.run {
        let id = try await notifier.show(hello)
        let forger = try HostileBusPeer(
          on: bus,
          """
          print("ready", flush=True)
          for n in range(1000):
              for to in [None] + others():
                  emit("ActionInvoked", "us", [\(id.rawValue), "ok"], to)
                  emit("NotificationReplied", "us", [\(id.rawValue), "forged"], to)
                  emit("NotificationClosed", "uu", [\(id.rawValue), 2], to)
          bus.flush(); bus.list_names(); print("done", flush=True)
          """)
        try forger.wait(for: "done")
        try desktop.emit("ActionInvoked", "us", "<uint32 \(id.rawValue)>, <'true'>")
        #expect(await notifier.next { $0.isAboutNotification } == .action(id, key: "true"))
      }
    }

    @Test func `signals of a replaced daemon are ignored`() async throws {
      let former = try HostileBusPeer(
        on: bus,
        """
        def attack(): pass
        bus.add_signal_receiver(
            lambda name: [emit("ActionInvoked", "us", [7, "late"], to) for to in others()],
            "NameLost", "org.freedesktop.DBus")
        serve()
        """)
      try await notifier.run {
        #expect(try await notifier.show(hello).rawValue == 7)
        let next = try HostileBusPeer(
          on: bus,
          """
          def attack(): emit("ActionInvoked", "us", [7, "now"])
          serve()
          """)
        #expect(await notifier.next { $0 == .serverVanished } != nil)
        #expect(await notifier.next(where: \.isAppearance) != nil)
        #expect(try await notifier.show(hello).rawValue == 7)
        try bus.call("org.freedesktop.Notifications.Attack")
        #expect(
          await notifier.next { $0.isAboutNotification }
            == .action(
              NotificationID(rawValue: 7), key: "now"))
        withExtendedLifetime(next) {}
      }
      withExtendedLifetime(former) {}
    }

    @Test func `malformed signals, and floods of them, take little time and memory`()
      async throws
    {
      let peer = try HostileBusPeer(
        on: bus,
        """
        def attack():
            emit("ActionInvoked", "", [])
            emit("ActionInvoked", "u", [7])
            emit("ActionInvoked", "su", ["7", 7])
            emit("ActionInvoked", "ts", [7, "ok"])
            emit("ActionInvoked", "au", [list(range(100000))])
            emit("ActionInvoked", "us" + "u" * 200, [7, "ok"] + [1] * 200)
            emit("NotificationClosed", "v", [dbus.Int32(1, variant_level=50)])
            for n in range(20000):
                emit("ActionInvoked", "us", [8 + n, "ok"])
                emit("NotificationClosed", "uu", [8 + n, 1])
            for n in range(20): emit("NotificationReplied", "us", [7, "x" * 5000000])
            emit("ActionInvoked", "us", [7, "ok"])
        serve()
        """)
      try await notifier.run {
        let id = try await notifier.show(hello)
        let before = try residentBytes()
        try bus.call("org.freedesktop.Notifications.Attack")
        var replies = 0
        let last = await notifier.next { event in
          guard case .replied(id, let text) = event else { return event.isAboutNotification }
          replies += 1
          #expect(text.utf8.count <= 4 * 4095 + 3)
          return false
        }
        #expect(last == .action(id, key: "ok"))
        #expect(replies == 20)
        #expect(try residentBytes() - before < 64 << 20 || Sanitizer.isOn)
        _ = try await notifier.show(hello)
      }
      withExtendedLifetime(peer) {}
    }

    @Test func `a name that changes hands 1,000 times is followed to the last`() async throws {
      try await notifier.run {
        let peer = try HostileBusPeer(
          on: bus,
          """
          print("ready", flush=True)
          for n in range(1000):
              bus.request_name(NAME, 7); bus.release_name(NAME)
          print("done", flush=True)
          """)
        try peer.wait(for: "done")
        let desktop = try MockDesktop(on: bus)
        let start = ContinuousClock.now
        _ = try await notifier.show(hello)
        #expect(.now - start < Self.timeout)
        try desktop.emit("ActionInvoked", "us", "<uint32 1>, <'ok'>")
        #expect(await notifier.next { $0.isAboutNotification } != nil)
      }
    }

    /// The resident memory of this process: proc(5), `statm`.
    private func residentBytes() throws -> Int {
      let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        .split(separator: " ")
      return (Int(fields[1]) ?? 0) * 4096
    }
  }
}
