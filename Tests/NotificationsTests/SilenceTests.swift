// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Notifications

extension DesktopTests {
  /// The do-not-disturb of servers: it is known before the first notification, and each change is an event.
  @Suite struct SilenceTests {
    private let bus: PrivateBus
    private let notifier: Notifier

    init() throws {
      bus = try PrivateBus()
      notifier = Notifier(applicationName: "messngr", busAddress: bus.address)
    }

    private func expect(_ silence: ServerSilence) async {
      let event = await notifier.next { if case .silenceChanged = $0 { true } else { false } }
      #expect(event == .silenceChanged(silence))
      #expect(await notifier.currentSilence == silence)
    }

    @Test func `a paused dunst keeps everything back`() async throws {
      let desktop = try DunstDesktop(on: bus, paused: true)
      try await notifier.run {
        _ = try await notifier.currentServer()
        await expect(.all)
        try desktop.control("set-paused", "false")
        await expect(.off)
        try desktop.control("set-paused", "true")
        await expect(.all)
      }
    }

    @Test func `an inhibited Plasma keeps all but critical notifications back`() async throws {
      let desktop = try MockDesktop(on: bus)
      try bus.call(
        "org.freedesktop.DBus.Mock.AddMethod",
        [
          PrivateBus.notifications, "GetServerInformation", "", "ssss",
          "ret = ('Plasma', 'KDE', '5.27.5', '1.2')",
        ])
      try bus.call(
        "org.freedesktop.DBus.Mock.AddProperty",
        [PrivateBus.notifications, "Inhibited", "<true>"])
      try await notifier.run {
        _ = try await notifier.currentServer()
        await expect(.butCritical)
        try bus.call(
          "org.freedesktop.DBus.Mock.UpdateProperties",
          [PrivateBus.notifications, "{'Inhibited': <false>}"])
        await expect(.off)
      }
      withExtendedLifetime(desktop) {}
    }

    static let peers = [
      (
        server: "'SwayNotificationCenter', 'ErikReider'", name: "org.erikreider.swaync.cc",
        path: "/org/erikreider/swaync/cc", interface: "org.erikreider.swaync.cc",
        signal: "'Subscribe'", signature: "'ubb', [1, dnd, False]", isVariant: false
      ),
      (
        server: "'Budgie Notification Server', 'Budgie Desktop Developers'",
        name: "org.budgie_desktop.Notifications", path: "/org/budgie_desktop/Notifications",
        interface: "org.buddiesofbudgie.budgie.Dispatcher", signal: "'DoNotDisturbChanged'",
        signature: "'b', [dnd]", isVariant: false
      ),
      (
        server: "'Xfce Notify Daemon', 'Xfce'", name: "org.xfce.Xfconf", path: "/org/xfce/Xfconf",
        interface: "org.xfce.Xfconf", signal: "'PropertyChanged'",
        signature:
          "'ssv', ['xfce4-notifyd', '/do-not-disturb', dbus.Boolean(dnd, variant_level=1)]",
        isVariant: true
      ),
    ]

    @Test(arguments: 0..<peers.count)
    func `a server that tells in its own words is understood`(number: Int) async throws {
      let row = Self.peers[number]
      let peer = try HostileBusPeer(
        on: bus,
        """
        dnd = True
        answers["GetServerInformation"] = ("ssss", [\(row.server), "1", "1.2"])
        plain = answer
        def answer(connection, message):
            if message.get_path() != "\(row.path)" or message.get_type() != 1:
                return plain(connection, message)
            reply = dbus.lowlevel.MethodReturnMessage(message)
            if \(row.isVariant ? "True" : "False"):
                reply.append(dbus.Boolean(dnd, variant_level=1), signature="v")
            else:
                reply.append(dnd, signature="b")
            connection.send_message(reply)
            return dbus.lowlevel.HANDLER_RESULT_HANDLED
        def attack():
            global dnd
            dnd = not dnd
            message = dbus.lowlevel.SignalMessage("\(row.path)", "\(row.interface)", \(row.signal))
            signature, values = \(row.signature)
            message.append(*values, signature=signature)
            bus.send_message(message)
        bus.request_name("\(row.name)")
        serve()
        """)
      try await notifier.run {
        _ = try await notifier.currentServer()
        await expect(.butCritical)
        for silence in [ServerSilence.off, .butCritical] {
          try bus.call("org.freedesktop.Notifications.Attack")
          await expect(silence)
        }
      }
      withExtendedLifetime(peer) {}
    }

    @Test func `a server that does not tell keeps nothing back`() async throws {
      let desktop = try MockDesktop(on: bus)
      try await notifier.run {
        _ = try await notifier.currentServer()
        let silence = await notifier.currentSilence
        #expect(silence == .off)
      }
      withExtendedLifetime(desktop) {}
    }
  }
}
