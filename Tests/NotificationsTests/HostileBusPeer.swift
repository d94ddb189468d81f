// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// A program on the bus that sends any messages, with or without the popup daemon's name.
final class HostileBusPeer {
  private let program: Program

  /// The common part of the scripts.
  ///
  /// `answers` holds, by methods, the signature and the values of each reply. `emit` sends a signal to
  /// all, or to one connection. `serve` takes the name and answers calls, and calls `attack` for a call
  /// of `Attack`.
  private static let prelude = """
    import dbus, dbus.lowlevel, sys
    from dbus.mainloop.glib import DBusGMainLoop
    from gi.repository import GLib
    DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
    answers = {
        "Notify": ("u", [7]),
        "GetServerInformation": ("ssss", ["hostile", "v", "1", "1.2"]),
        "GetCapabilities": ("as", [["body", "actions", "body-markup"]]),
        "CloseNotification": ("", []),
    }
    def emit(signal, signature, values, to=None):
        message = dbus.lowlevel.SignalMessage(PATH, NAME, signal)
        if to: message.set_destination(to)
        message.append(*values, signature=signature)
        bus.send_message(message)
    def others():
        return [n for n in bus.list_names() if n.startswith(":") and n != bus.get_unique_name()]
    def answer(connection, message):
        if message.get_interface() != NAME or message.get_type() != 1:
            return dbus.lowlevel.HANDLER_RESULT_NOT_YET_HANDLED
        signature, values = answers.get(message.get_member(), ("", []))
        if message.get_member() == "Attack": attack()
        reply = dbus.lowlevel.MethodReturnMessage(message)
        reply.append(*values, signature=signature)
        connection.send_message(reply)
        return dbus.lowlevel.HANDLER_RESULT_HANDLED
    def serve():
        bus.add_message_filter(answer)
        bus.request_name(NAME, 7)
        print("ready", flush=True)
        GLib.MainLoop().run()

    """

  /// Starts a peer and waits until it says `ready`.
  init(on bus: PrivateBus, _ script: String) throws {
    program = try Program(
      "/usr/bin/python3", ["-c", Self.prelude + script], environment: bus.environment,
      package: "python3-dbus python3-gi")
    try program.wait(for: "ready", in: .output)
  }

  deinit { program.end() }

  /// Waits until it has printed a text.
  func wait(for text: String) throws { try program.wait(for: text, in: .output) }
}
