// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Notifications

extension DesktopTests {
  /// A server that says of a notification that its time is up, because another one takes its place.
  @Suite struct ReplaceTests {
    private let bus: PrivateBus
    private let notifier: Notifier

    init() throws {
      bus = try PrivateBus()
      notifier = Notifier(applicationName: "messngr", busAddress: bus.address)
    }

    @Test func `the end of a notification that is being replaced is no event`() async throws {
      // As Budgie does: the signal comes before the reply.
      let peer = try HostileBusPeer(
        on: bus,
        """
        plain = answer
        def answer(connection, message):
            if message.get_member() == "Notify": emit("NotificationClosed", "uu", [7, 1])
            return plain(connection, message)
        def attack():
            emit("NotificationClosed", "uu", [7, 2])
        serve()
        """)
      try await notifier.run {
        let first = try await notifier.show(Notification(summary: "one"))
        for text in ["two", "three"] {
          let next = try await notifier.show(Notification(summary: text, replaces: first))
          #expect(next == first)
        }
        try bus.call("org.freedesktop.Notifications.Attack")
        #expect(await notifier.next { $0.isAboutNotification } == .closed(first, .dismissed))
      }
      withExtendedLifetime(peer) {}
    }
  }
}

@Suite struct FreshNotificationsTests {
  private static let id = NotificationID(rawValue: 7)

  struct Row: CustomTestStringConvertible {
    let expiry: Notification.Expiry
    let reason: CloseReason
    let milliseconds: Int
    let isRefuted: Bool

    var testDescription: String { "\(expiry), \(reason) after \(milliseconds) ms" }
  }

  static let rows = [
    Row(expiry: .serverDefault, reason: .expired, milliseconds: 0, isRefuted: true),
    Row(expiry: .never, reason: .expired, milliseconds: 999, isRefuted: true),
    Row(expiry: .never, reason: .expired, milliseconds: 1000, isRefuted: false),
    Row(expiry: .never, reason: .dismissed, milliseconds: 0, isRefuted: false),
    Row(expiry: .never, reason: .closedByCall, milliseconds: 0, isRefuted: false),
    Row(expiry: .milliseconds(100), reason: .expired, milliseconds: 49, isRefuted: true),
    Row(expiry: .milliseconds(100), reason: .expired, milliseconds: 50, isRefuted: false),
  ]

  @Test(arguments: rows) func `a time that cannot be up is not believed`(row: Row) {
    let start = ContinuousClock.now
    var fresh = FreshNotifications()
    fresh.note(Self.id, row.expiry, at: start)
    let now = start + .milliseconds(row.milliseconds)
    #expect(fresh.refutes(row.reason, of: Self.id, at: now) == row.isRefuted)
    #expect(!fresh.refutes(row.reason, of: NotificationID(rawValue: 8), at: now))
  }
}
